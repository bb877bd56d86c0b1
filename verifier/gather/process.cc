// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/process.h"

#include <atomic>
#include <condition_variable>
#include <linux/close_range.h>
#include <mutex>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <boost/process.hpp>
#include <boost/process/extend.hpp>

namespace verifier {
namespace {

namespace bp = boost::process;

// Last steps in the child: it dies with the judge, and it inherits no descriptor but 0 to 2.
// Boost 1.81's own limit_handles closes the pipe behind standard error and the one that reports a
// failed exec, so the descriptors are marked to close at exec instead.
struct ShutIn : bp::extend::handler {
  template <typename Executor>
  void on_exec_setup(Executor& executor) const {
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 ||
        ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) != 0) {
      executor.set_error(bp::detail::get_last_error(), "descriptors could not be closed");
    }
  }
};

bp::environment child_environment() {
  bp::environment child;
  const auto own = boost::this_process::environment();
  for (const char* name :
       {"PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR", "LANG", "CUDA_VISIBLE_DEVICES"}) {
    if (const auto it = own.find(name); it != own.end()) {
      child[name] = it->to_string();
    }
  }
  return child;
}

// Ends a process that outlives its limit; stops waiting when told that the process ended.
class Watchdog {
 public:
  Watchdog(pid_t pid, std::chrono::seconds limit)
      : thread_([this, pid, limit] { watch(pid, limit); }) {}
  ~Watchdog() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ended_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  bool fired() const { return fired_; }

 private:
  void watch(pid_t pid, std::chrono::seconds limit) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!wake_.wait_for(lock, limit, [this] { return ended_; })) {
      fired_ = true;
      ::kill(pid, SIGKILL);
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  bool ended_ = false;
  std::atomic<bool> fired_{false};
  std::thread thread_;  // last: it uses the members above
};

std::string relay_lines(bp::ipstream& stream, const Progress& on_line) {
  std::string line;
  std::string last;
  while (std::getline(stream, line)) {
    if (on_line) {
      on_line(line);
    }
    if (!line.empty()) {
      last = line;
    }
  }
  return last;
}

}  // namespace

Result<ProcessOutcome> run_process(const ProcessSpec& spec) {
  const auto started = std::chrono::steady_clock::now();
  ProcessOutcome outcome;
  std::error_code error;
  bp::ipstream errors;
  const std::string output =
      spec.standard_output.empty() ? std::string("/dev/null") : spec.standard_output.string();
  bp::child child(spec.program.string(), bp::args = spec.arguments, (bp::std_in < bp::null),
                  (bp::std_out > output), (bp::std_err > errors), child_environment(), ShutIn{},
                  error);
  if (error) {
    return Failure{ErrorKind::transient, "could-not-start",
                   spec.program.string() + ": could not be started: " + error.message()};
  }
  bool timed_out = false;
  {
    const Watchdog watchdog(child.id(), spec.limit);
    outcome.last_error_line = relay_lines(errors, spec.on_error_line);
    child.wait(error);
    timed_out = watchdog.fired();
  }
  const int native = child.native_exit_code();
  const bool signalled = WIFSIGNALED(native);
  outcome.exit_code = signalled ? 128 + WTERMSIG(native) : WEXITSTATUS(native);
  outcome.ended_by = timed_out ? "wall" : signalled ? "signal" : "exit";
  outcome.wall_ns = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                                   std::chrono::steady_clock::now() - started)
                                                   .count());
  return outcome;
}

}  // namespace verifier
