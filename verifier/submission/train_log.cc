// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/train_log.h"

#include <algorithm>
#include <array>

#include "verifier/base/text.h"
#include "verifier/submission/decimal.h"
#include "verifier/submission/defects.h"
#include "verifier/submission/log_cursor.h"
#include "verifier/submission/log_families.h"
#include "verifier/submission/log_lines.h"
#include "verifier/submission/log_scores.h"
#include "verifier/submission/log_source_copy.h"

namespace verifier {
namespace {

std::string lower_name(std::string_view path) {
  return lowercase(std::string(path.substr(path.rfind('/') + 1)));
}

// A name that promises a log, so that an empty or binary file of that name is worth a word.
bool promises_log(std::string_view path) {
  const std::string name = lower_name(path);
  return name.ends_with(".log") || name.find("log") != std::string::npos ||
         name.find("seed") != std::string::npos;
}

// The number in "seed42", "seed_42", "seed-42" or "_s42" of a file's name.
std::optional<std::uint64_t> seed_of_name(std::string_view path) {
  const std::string name = lower_name(path);
  std::optional<std::uint64_t> seed;
  LogCursor worded(name);
  while (!seed && worded.find("seed")) {
    if (!worded.take("_")) {
      worded.take("-");
    }
    seed = worded.integer();
  }
  LogCursor lettered(name);
  while (!seed && lettered.find("_s")) {
    seed = lettered.integer();
  }
  return seed;
}

void report_cuts(std::string_view bytes, std::uint64_t first_cut, const std::string& file,
                 std::vector<Defect>& defects) {
  if (first_cut != 0) {
    defects.push_back({std::string(defect::kLogLineCut),
                       {file, first_cut, ""},
                       "a line of more than 65,536 bytes; what lies beyond was not read"});
  }
  if (bytes.size() > kMaxLogBytes) {
    defects.push_back({std::string(defect::kLogCut),
                       {file, 0, ""},
                       "a log of " + std::to_string(bytes.size()) +
                           " bytes; what lies beyond 268435456 was not read"});
  }
}

// Where "bpb" stands next in a log, so that lines without it need not be searched one by one. It
// tells the stretch of 64 bytes that the word begins in, which the compiler's vectors find at once.
class ScoreWords {
 public:
  // A log that is not read byte by byte as it stands gives no places.
  ScoreWords(std::string_view bytes, bool everywhere)
      : bytes_(bytes.substr(0, kMaxLogBytes)), everywhere_(everywhere) {}

  // Whether a line may hold the word; false is certain. Lines are asked for in order.
  bool may_be_in(std::size_t begin, std::size_t end) {
    if (everywhere_) {
      return true;
    }
    if (end_ <= begin) {
      search(begin);
    }
    return begin_ < end;
  }

 private:
  static constexpr std::size_t kStretch = 64;

  void search(std::size_t from) {
    begin_ = from;
    while (begin_ + kStretch + 2 <= bytes_.size() && !begins_in(bytes_.data() + begin_)) {
      begin_ += kStretch;
    }
    const bool whole = begin_ + kStretch + 2 <= bytes_.size();
    end_ = whole ? begin_ + kStretch : bytes_.size();
  }

  static bool begins_in(const char* text) {
    constexpr unsigned kSmall = 0x20;
    unsigned char found = 0;
    for (std::size_t i = 0; i < kStretch; ++i) {
      const auto small = [&](std::size_t at) {
        return static_cast<unsigned char>(static_cast<unsigned char>(text[at]) | kSmall);
      };
      // No jump, so that the compiler takes many places at once; 0 only where the word stands.
      const int differs = (small(i) ^ 'b') | (small(i + 1) ^ 'p') | (small(i + 2) ^ 'b');
      found = static_cast<unsigned char>(found | static_cast<unsigned char>(differs == 0));
    }
    return found != 0;
  }

  std::string_view bytes_;
  bool everywhere_ = false;
  std::size_t begin_ = 0;  // no word begins before it, seen from the line asked for last
  std::size_t end_ = 0;
};

std::string_view without_blanks_behind(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

// Goes on to the piece that a line lies in.
void enter_piece(const std::vector<LogPiece>& pieces, std::size_t offset, std::size_t& piece,
                 LogState& state) {
  while (piece + 1 < pieces.size() && offset >= pieces[piece + 1].begin) {
    ++piece;
    // A log that was appended to starts over with a source copy: that is the same log again.
    state.log.runs_in_file = pieces[piece].is_source ? 1 : state.log.runs_in_file;
    state.ran = state.ran && !pieces[piece].is_source;
  }
}

void read_text(std::string_view text, const LogPiece& piece, LogState& state) {
  if (is_separator(text) || (piece.has_brace && looks_like_print_statement(text))) {
    return;
  }
  text = without_blanks_behind(text);
  if (!text.empty() && !read_log_line(text, state)) {
    ++state.log.unknown_lines;
  }
}

// Gives the number of the first line that was cut; 0 where none was.
std::uint64_t read_lines(std::string_view bytes, LogLines lines,
                         const std::vector<LogPiece>& pieces, LogState& state) {
  std::size_t piece = 0;
  std::uint64_t first_cut = 0;
  ScoreWords scores(bytes, lines.rewrites());
  while (const auto line = lines.next()) {
    state.log.lines = line->number;
    state.at.line = line->number;
    first_cut = line->cut && first_cut == 0 ? line->number : first_cut;
    enter_piece(pieces, line->offset, piece, state);
    if (!pieces[piece].is_source) {
      state.may_score = scores.may_be_in(line->offset, line->offset + line->text.size());
      read_text(without_prefix(line->text), pieces[piece], state);
    } else if (!pieces[piece].has_cut_line && piece + 1 < pieces.size()) {
      lines.skip_to(pieces[piece + 1].begin, pieces[piece + 1].line);
    }
  }
  return first_cut;
}

template <typename T>
MaybeClaim<T> placed(const MaybeLineFact<T>& fact, const std::string& file) {
  return fact ? MaybeClaim<T>(Claim<T>{fact->value, {file, fact->line, ""}}) : std::nullopt;
}

// The loop is cut after the step that crosses the cap, so stop line and last step agree to some
// milliseconds; the larger is what was used.
void settle_times(LogState& state) {
  const std::string& file = state.log.path;
  const bool stop_is_larger =
      state.stop_ms && (!state.step_ms || state.stop_ms->value >= state.step_ms->value);
  state.log.train_ms = placed(stop_is_larger ? state.stop_ms : state.step_ms, file);
  state.log.steps = placed(state.stop_step ? state.stop_step : state.step, file);
  if (const auto average = parse_decimal(state.step_avg_text)) {
    state.log.step_avg_ms = Claim<double>{average->value, {file, state.step_avg_line, ""}};
  }
  if (const auto loss = parse_decimal(state.train_loss_text)) {
    state.log.last_train_loss = Claim<Decimal>{*loss, {file, state.train_loss_line, ""}};
  }
}

void settle_sizes(LogState& state) {
  TrainLog& log = state.log;
  log.total_bytes = state.named_total;
  if (state.bare_total &&
      (!log.total_bytes || state.bare_total->origin.line > log.total_bytes->origin.line)) {
    log.total_bytes = state.bare_total;
  }
  for (const auto& size : {state.plain_code, state.compressed_code}) {
    if (size) {
      log.last_code_bytes.push_back(*size);
    }
  }
  log.code_bytes = state.compressed_code ? state.compressed_code : state.plain_code;
  // Of the pair uncompressed / compressed, the total tells which one was counted.
  if (state.plain_code && log.total_bytes && log.model_bytes &&
      log.model_bytes->value + state.plain_code->value == log.total_bytes->value) {
    log.code_bytes = state.plain_code;
  }
  if (state.model_after_total && log.total_bytes && log.code_bytes) {
    log.total_bytes = Claim<std::uint64_t>{log.model_bytes->value + log.code_bytes->value,
                                           log.model_bytes->origin};
  }
}

void settle_score(TrainLog& log) {
  log.all_eval_ms = evaluation_passes(log.scores);
  const auto final = final_score(log.scores);
  if (final) {
    log.final_score = final->score;
    log.eval_ms = final->eval_ms;
    log.eval_ms_is_rounded = final->score.eval_ms_is_rounded;
  }
}

}  // namespace

bool may_be_log(std::string_view path) {
  constexpr std::array<std::string_view, 3> kEndings = {".log", ".txt", ".out"};
  constexpr std::array<std::string_view, 5> kOthers = {"requirements", "manifest", "license",
                                                       "commands", "setup"};
  const std::string name = lower_name(path);
  const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
  const auto starts = [&](std::string_view other) { return name.starts_with(other); };
  return std::any_of(kEndings.begin(), kEndings.end(), ends) &&
         std::none_of(kOthers.begin(), kOthers.end(), starts);
}

std::optional<TrainLog> read_train_log(const std::string& path, std::string_view bytes,
                                       std::vector<Defect>& defects) {
  if (bytes.empty() || is_binary(bytes)) {
    if (promises_log(path)) {
      const std::string_view code = bytes.empty() ? defect::kLogEmpty : defect::kLogBinary;
      defects.push_back({std::string(code),
                         {path, 0, ""},
                         bytes.empty() ? "an empty file where a train log was expected"
                                       : "binary data where a train log was expected"});
    }
    return std::nullopt;
  }
  LogState state;
  state.log.path = path;
  state.at.file = path;
  const LogLines lines(bytes);
  const std::vector<LogPiece> pieces = find_pieces(bytes, lines);
  report_cuts(bytes, read_lines(bytes, lines, pieces, state), path, defects);
  if (!state.is_run_log) {
    return std::nullopt;
  }
  const auto seed = seed_of_name(path);
  if (seed) {
    state.log.seed_in_name = Claim<std::uint64_t>{*seed, {path, 0, ""}};
  }
  state.log.source_copy = placed(source_copy_digest(bytes, lines, pieces), path);
  settle_times(state);
  settle_sizes(state);
  settle_score(state.log);
  return std::move(state.log);
}

}  // namespace verifier
