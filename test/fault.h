// Faults at chosen moments: a process that is killed, or whose disk is full,
// at its n-th call that changes files. So every moment can be tried, the same
// ones each time, however busy the computer is.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <string>

#if defined(__x86_64__)
#include <sys/user.h>
#endif

namespace mote::test {

enum class Fault { kKill, kDiskFull };

// What became of it.
struct FaultRun {
  size_t calls = 0;  // that change files, up to the fault
  bool killed = false;
  int exit_code = -1;
};

// Runs `body` in a process of its own; its exit code is what it returns.
// kKill: killed before call `at` (from 1; 0: never). kDiskFull: call `at` and
// all later ones that need space fail with ENOSPC (x86-64 only).
class FaultyProcess {
 public:
  FaultyProcess(Fault fault, size_t at) : fault_(fault), at_(at) {}

  FaultRun run(const std::function<int()>& body) {
    child_ = ::fork();
    if (child_ == 0) {
      if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(99);
      ::raise(SIGSTOP);
      ::_exit(body());
    }
    int status = 0;
    ::waitpid(child_, &status, __WALL);
    ::ptrace(PTRACE_SETOPTIONS, child_, nullptr,
             PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |
                 PTRACE_O_EXITKILL);
    ::ptrace(PTRACE_SYSCALL, child_, nullptr, nullptr);
    pid_t who;
    while ((who = ::waitpid(-1, &status, __WALL)) > 0) {
      if (!WIFSTOPPED(status)) {
        if (who == child_) note_end(status);
        continue;
      }
      const long signal = after_stop(who, status);
      ::ptrace(PTRACE_SYSCALL, who, nullptr, signal);
    }
    return run_;
  }

 private:
  void note_end(int status) {
    run_.killed = WIFSIGNALED(status);
    if (WIFEXITED(status)) run_.exit_code = WEXITSTATUS(status);
  }

  // The signal that the stopped thread is to get.
  long after_stop(pid_t who, int status) {
    const int signal = WSTOPSIG(status);
    if (signal == (SIGTRAP | 0x80)) {
      at_call(who);
      return 0;
    }
    return signal == SIGTRAP || signal == SIGSTOP ? 0 : signal;
  }

  void at_call(pid_t who) {
    __ptrace_syscall_info info{};
    ::ptrace(PTRACE_GET_SYSCALL_INFO, who, sizeof info, &info);
    if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
      if (failing_.erase(who) != 0) set_result(who);
      return;
    }
    if (info.op != PTRACE_SYSCALL_INFO_ENTRY || !changes_files(who, info)) {
      return;
    }
    const bool reached = ++run_.calls >= at_ && at_ != 0;
    if (!reached) return;
    if (fault_ == Fault::kKill) {
      ::kill(child_, SIGKILL);
    } else if (needs_space(info.entry.nr)) {
      skip_call(who);
      failing_.insert(who);
    }
  }

  static bool needs_space(uint64_t call) {
    return call == SYS_write || call == SYS_pwrite64 || call == SYS_link ||
           call == SYS_mkdir || call == SYS_fallocate;
  }

  static bool changes_files(pid_t who, const __ptrace_syscall_info& info) {
    switch (info.entry.nr) {
      case SYS_write:
      case SYS_pwrite64:
      case SYS_fsync:
      case SYS_fdatasync:
      case SYS_ftruncate:
      case SYS_fallocate:
        return is_file(who, info.entry.args[0]);
      case SYS_rename:
      case SYS_link:
      case SYS_unlink:
      case SYS_unlinkat:
      case SYS_mkdir:
        return true;
      default:
        return false;
    }
  }

  static bool is_file(pid_t who, uint64_t handle) {
    std::error_code unknown;
    const auto path = std::filesystem::read_symlink(
        "/proc/" + std::to_string(who) + "/fd/" + std::to_string(handle),
        unknown);
    const std::string text = path.string();
    return text.starts_with('/') &&
           (!text.starts_with("/dev/") || text.starts_with("/dev/shm/"));
  }

#if defined(__x86_64__)
  static void skip_call(pid_t who) {
    user_regs_struct registers{};
    ::ptrace(PTRACE_GETREGS, who, nullptr, &registers);
    registers.orig_rax = static_cast<unsigned long long>(-1);
    ::ptrace(PTRACE_SETREGS, who, nullptr, &registers);
  }
  static void set_result(pid_t who) {
    user_regs_struct registers{};
    ::ptrace(PTRACE_GETREGS, who, nullptr, &registers);
    registers.rax = static_cast<unsigned long long>(-ENOSPC);
    ::ptrace(PTRACE_SETREGS, who, nullptr, &registers);
  }
#else
  static void skip_call(pid_t) {}
  static void set_result(pid_t) {}
#endif

  Fault fault_;
  size_t at_;
  pid_t child_ = -1;
  std::set<pid_t> failing_;  // threads in a call that is to fail
  FaultRun run_;
};

inline bool can_make(Fault fault) {
#if !defined(__x86_64__)
  if (fault == Fault::kDiskFull) return false;
#endif
  return FaultyProcess(fault, 0).run([] { return 7; }).exit_code == 7;
}

// Where files that need not survive lie: in memory, if the system has such a
// place, since what is synced there costs nothing.
inline std::filesystem::path quick_folder() {
  std::error_code unknown;
  const std::filesystem::path memory = "/dev/shm";
  return std::filesystem::is_directory(memory, unknown)
             ? memory
             : std::filesystem::temp_directory_path();
}

}  // namespace mote::test

// Skips the running test, by name, where the system does not let a process
// watch another.
#define MOTE_REQUIRE_FAULTS(fault)                          \
  if (!mote::test::can_make(fault)) {                       \
    GTEST_SKIP() << "needs ptrace, and for some an x86-64"; \
  }
