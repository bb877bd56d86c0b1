// SPDX-License-Identifier: Apache-2.0
#include "verifier/verify_steps.h"

#include <algorithm>
#include <ctime>
#include <set>

#include "reference_impl/base/file.h"
#include "reference_impl/base/sha256.h"
#include "verifier/base/escape.h"
#include "verifier/base/utc_time.h"
#include "verifier/checks/check.h"
#include "verifier/gather/data_set.h"
#include "verifier/gather/evidence_store.h"
#include "verifier/gather/folder_source.h"
#include "verifier/gather/rerun.h"
#include "verifier/report/earlier_reports.h"
#include "verifier/report/evidence_folder.h"
#include "verifier/report/projections.h"
#include "verifier/report/report.h"

namespace verifier {
namespace {

namespace fs = std::filesystem;

constexpr char kVersion[] = "0.1.0";
constexpr std::uint64_t kLargestReportBytes = 64ULL << 20U;
constexpr std::uint64_t kSeedWithoutClaim = 1337;
constexpr std::uint64_t kClockUncertaintyNs = 1'000'000;
constexpr std::size_t kNonceBytes = 32;

Stage default_stage(const Submission& submission) {
  return submission.has_recipe ? Stage::rerun : Stage::static_only;
}

std::vector<std::uint64_t> seeds_of(const Submission& submission) {
  std::vector<std::uint64_t> seeds;
  for (const Claim<std::uint64_t>& seed : submission.claims.seeds) {
    if (std::find(seeds.begin(), seeds.end(), seed.value) == seeds.end()) {
      seeds.push_back(seed.value);
    }
  }
  return seeds.empty() ? std::vector<std::uint64_t>{kSeedWithoutClaim} : seeds;
}

fs::path work_folder(const Case& matter) {
  return matter.output / "work";
}

// Evidence that says why there was no rerun.
Evidence without_rerun(const Case& matter, const std::string& reason, const std::string& message) {
  Evidence evidence = static_evidence(matter);
  evidence.rerun = Failure{ErrorKind::resource_absent, reason, message};
  return evidence;
}

// A failure that ends the program with its own exit code, rather than standing in the evidence.
bool ends_the_program(const Failure& failure, const VerifyOptions& options) {
  return failure.kind == ErrorKind::usage || failure.kind == ErrorKind::bad_input ||
         failure.kind == ErrorKind::transient ||
         (failure.kind == ErrorKind::resource_absent && options.profile == "official");
}

// The scratch folder belongs to one recipe, data set, profile and program: another one starts anew.
fs::path keyed_work_folder(const Courthouse& court, const Case& matter, const DataSet& data,
                           const std::string& profile) {
  std::string identity = matter.submission.manifest_sha256 + "\n" + profile + "\n" +
                         fs::weakly_canonical(data.folder).string() + "\n";
  identity += reference::to_hex(
      reference::sha256(reference::read_file(court.programs.reference, 1ULL << 30U)));
  return work_folder(matter) / reference::to_hex(reference::sha256(identity)).substr(0, 16);
}

// Stores the submitted files that a finding points to.
void store_named_files(const Case& matter, const std::vector<Finding>& findings,
                       const EvidenceStore& store) {
  std::set<std::string> wanted;
  for (const Finding& finding : findings) {
    for (const EvidenceItem& item : finding.evidence) {
      wanted.insert(item.sha256);
    }
  }
  for (const SubmittedFile& file : matter.submission.files) {
    const auto& sources = matter.source.files;
    const auto it = std::find_if(sources.begin(), sources.end(), [&](const SourceFile& source) {
      return source.path == file.path;
    });
    if (wanted.count(file.sha256) == 1 && it != sources.end() && !it->withheld) {
      (void)store.put(file.path, it->bytes);
    }
  }
}

HostDocuments store_host(const EvidenceStore& store) {
  const HostFacts facts = read_host_facts();
  return {store.put("hardware.json", facts.hardware_json),
          store.put("software.json", facts.software_json),
          store.put("sandbox.json", facts.sandbox_json), store.put("image.json", facts.image_json),
          kClockUncertaintyNs};
}

Report assemble(const Courthouse& court, const Case& matter, const Evidence& evidence,
                const std::vector<Finding>& findings) {
  Report report;
  report.submission = matter.submission;
  report.rulebook = matter.rulebook;
  report.evidence = evidence;
  report.findings = findings;
  report.stage = matter.stage;
  report.date = matter.date;
  report.date_source = matter.date_source;
  report.verifier.version = kVersion;
  report.verifier.binary = {"verify", court.program.sha256, court.program.bytes};
  report.nonce = random_bytes(kNonceBytes);
  report.started_seconds = court.started_seconds;
  report.finished_seconds = std::time(nullptr);
  report.seed_source = matter.submission.claims.seeds.empty() ? "verifier" : "submission";
  return report;
}

CaseOptions case_options(const Courthouse& court, const VerifyOptions& options) {
  return {options.track, options.date, today_of(court.started_seconds)};
}

Result<Case> folder_case(const Courthouse& court, const VerifyOptions& options, const Law& law) {
  court.progress("reading " + options.folder.string());
  Result<SubmissionSource> source = read_folder(options.folder);
  if (!source.ok()) {
    return source.failure();
  }
  const Failure no_git{ErrorKind::resource_absent, "no-git",
                       "a folder has no history; see verify --repo"};
  Case matter = make_case(std::move(source.value()), no_git, law, case_options(court, options));
  matter.folder = options.folder;
  matter.stage = options.until.value_or(default_stage(matter.submission));
  matter.output = court.root / "reports" / matter.submission.name;
  return matter;
}

// "records/track/X" of what a user may have typed with a slash at its end.
std::string path_in_tree(const fs::path& folder) {
  const std::string text = folder.lexically_normal().string();
  return text.ends_with('/') ? text.substr(0, text.size() - 1) : text;
}

Result<Case> pull_request_case(const Courthouse& court, const VerifyOptions& options,
                               const Law& law) {
  const std::string name =
      options.number == 0 ? options.ref : "pull request " + std::to_string(options.number);
  court.progress("reading " + name + " of " + options.repository.string());
  const Result<GitRepository> repository = GitRepository::open(options.repository);
  if (!repository.ok()) {
    return repository.failure();
  }
  const Result<GitHistory> history = GitHistory::open(repository.value(), options.base);
  if (!history.ok()) {
    return history.failure();
  }
  const GitQuestion question{options.number, options.ref, path_in_tree(options.folder)};
  Result<Case> read = git_case(history.value(), question, law, case_options(court, options));
  if (read.ok()) {
    Case& matter = read.value();
    const std::string head =
        matter.pull_request.ok() ? matter.pull_request.value().head.substr(0, 12) : "unread";
    const std::string own =
        options.number == 0 ? "ref-" + head : "pr-" + std::to_string(options.number);
    matter.output = court.root / "reports" / own;
    if (!matter.pull_request.ok()) {
      court.progress(matter.pull_request.failure().message);
    }
  }
  return read;
}

}  // namespace

Courthouse open_courthouse(std::int64_t started_seconds, const Progress& progress) {
  Courthouse court;
  court.program = read_program_facts();
  court.programs = programs_beside(court.program.path);
  court.started_seconds = started_seconds;
  court.progress = progress;
  for (fs::path at = court.program.path.parent_path(); at != at.root_path();
       at = at.parent_path()) {
    if (fs::exists(at / "rules" / "track_10min_16mb.json")) {
      court.root = at;
      return court;
    }
  }
  throw Error(ErrorKind::bad_input, court.program.path.string() +
                                        ": no folder above the program holds rules/; run the "
                                        "program where the project built it");
}

Result<Case> read_case(const Courthouse& court, const VerifyOptions& options) {
  const Result<Law> law = read_law(court.root / "rules");
  if (!law.ok()) {
    return law.failure();
  }
  Result<Case> read = options.repository.empty() ? folder_case(court, options, law.value())
                                                 : pull_request_case(court, options, law.value());
  if (!read.ok()) {
    return read;
  }
  Case& matter = read.value();
  if (!options.output.empty()) {
    matter.output = options.output;
  }
  court.progress("judging " + matter.submission.name + " by the law of " + matter.date + " (" +
                 matter.date_source + ")");
  return read;
}

Result<Evidence> gather_evidence(const Courthouse& court, const Case& matter,
                                 const VerifyOptions& options) {
  if (matter.stage != Stage::rerun) {
    return without_rerun(matter, "disabled", "the rerun was not asked for");
  }
  if (!matter.submission.has_recipe) {
    return without_rerun(matter, "no-recipe",
                         "the folder has no recipe.json; see submissions/README.md");
  }
  const DataChoice choice{options.data, court.root / "build" / "data" / "smoke",
                          matter.rulebook.pins};
  const Result<DataSet> data = choose_data(choice, court.programs, court.progress);
  if (!data.ok()) {
    return ends_the_program(data.failure(), options)
               ? Result<Evidence>(data.failure())
               : without_rerun(matter, data.failure().reason, data.failure().message);
  }
  return attempt([&]() -> Result<Evidence> {
    const EvidenceStore store(matter.output);
    const RerunPlan plan{matter.folder / "recipe.json",
                         seeds_of(matter.submission),
                         options.profile,
                         data.value().folder,
                         keyed_work_folder(court, matter, data.value(), options.profile),
                         court.programs};
    Evidence evidence = static_evidence(matter);
    evidence.rerun = gather_rerun(plan, store, court.progress);
    if (!evidence.rerun.ok() && ends_the_program(evidence.rerun.failure(), options)) {
      return evidence.rerun.failure();
    }
    return evidence;
  });
}

Result<fs::path> write_statement(const Courthouse& court, const Case& matter,
                                 const Evidence& evidence, const std::vector<Finding>& findings) {
  return attempt([&] {
    const EvidenceStore store(matter.output);
    if (matter.stores_files) {
      store_named_files(matter, findings, store);
    }
    Report report = assemble(court, matter, evidence, findings);
    report.host = store_host(store);
    const EarlierReports earlier =
        keep_earlier_report(matter.output, matter.submission.manifest_sha256);
    report.attempt = earlier.count + 1;
    report.previous_attempts = earlier.digests;
    for (const Document& document : documents_of(report)) {
      (void)store.put(document.name, document.bytes);
    }
    report.stored = stored_digests(matter.output / "evidence");
    fs::path path = matter.output / "statement.json";
    reference::write_file(path, statement_text(report));
    return path;
  });
}

Result<SignedReport> sign_statement(const Courthouse& court, const Case& matter,
                                    const VerifyOptions& options, const fs::path& statement) {
  const Result<ProcessOutcome> signed_report =
      launch_sign_report(court.programs, statement, matter.output, options.key, court.progress);
  if (!signed_report.ok()) {
    return signed_report.failure();
  }
  return attempt([&]() -> Result<SignedReport> {
    SignedReport report;
    report.path = matter.output / "report.dsse.json";
    report.payload = reference::read_file(statement, kLargestReportBytes);
    Result<Statement> read = read_statement(report.payload);
    if (!read.ok()) {
      return read.failure();
    }
    report.statement = std::move(read.value());
    report.folder = matter.folder.empty() ? matter.source.location : matter.folder.string();
    write_projections(matter.output, report.statement, {.color = false, .folder = report.folder});
    fs::remove_all(work_folder(matter));
    return report;
  });
}

}  // namespace verifier
