#include "lib/store/store_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/waiting.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

// A file to lock; -1 where none can be made.
int open_lock(const fs::path& file) {
  std::error_code ignored;
  fs::create_directories(file.parent_path(), ignored);
  return ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
}

// "mote collect import kitchen/", as the process was started.
std::string command_of(const std::string& process) {
  std::ifstream file("/proc/" + process + "/cmdline", std::ios::binary);
  std::string words((std::istreambuf_iterator<char>(file)), {});
  while (!words.empty() && words.back() == '\0') words.pop_back();
  const size_t end = words.find('\0');
  std::string command = fs::path(words.substr(0, end)).filename();
  if (end != std::string::npos) command += words.substr(end);
  for (char& c : command) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  return command;
}

// Who holds a lock on an open file, as the kernel lists it:
//   1: FLOCK  ADVISORY  READ 2218 fe:01:1234 0 EOF
// ("1: ->" is one who waits.)
std::string holder_of(int handle) {
  struct stat facts {};
  if (::fstat(handle, &facts) != 0) return "";
  std::ifstream locks("/proc/locks");
  for (std::string line; std::getline(locks, line);) {
    std::istringstream words(line);
    std::string number, kind, advisory, mode, process, place;
    words >> number >> kind >> advisory >> mode >> process >> place;
    if (kind != "FLOCK" || process == std::to_string(::getpid())) continue;
    if (!place.ends_with(":" + std::to_string(facts.st_ino))) continue;
    const std::string command = command_of(process);
    return command.empty() ? "process " + process
                           : fmt::format("{} (process {})", command, process);
  }
  return "";
}

void lock(int handle, int how, const fs::path& file) {
  while (::flock(handle, how | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) throw_file_error("cannot be locked", file);
    const std::string holder = holder_of(handle);
    wait_a_moment(
        fmt::format("another mote is at work in this store{}{}; "
                    "waiting for it to end",
                    holder.empty() ? "" : ": ", holder));
  }
}

// A descriptor until release().
class LockFile {
 public:
  explicit LockFile(fs::path file)
      : file_(std::move(file)), handle_(open_lock(file_)) {}
  ~LockFile() {
    if (handle_ >= 0) ::close(handle_);
  }
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

  bool is_open() const { return handle_ >= 0; }
  void take(int how) const { lock(handle_, how, file_); }
  int release() { return std::exchange(handle_, -1); }

 private:
  fs::path file_;
  int handle_;
};

void close_lock(int& handle) {
  if (handle >= 0) ::close(std::exchange(handle, -1));
}

}  // namespace

StoreLock::StoreLock(fs::path folder) : folder_(std::move(folder)) {}

// The length of the file counts.
uint64_t StoreLock::era() const {
  std::error_code none;
  const auto size = fs::file_size(folder_ / "lock", none);
  return none ? 0 : size;
}

void StoreLock::advance() {
  if (::lseek(handle_, 0, SEEK_END) < 0 || ::write(handle_, ".", 1) != 1) {
    throw_file_error("cannot be written", folder_ / "lock");
  }
}

bool StoreLock::mine() const {
  return alone_ > 0 && owner_ == std::this_thread::get_id();
}

void StoreLock::share() {
  std::unique_lock guard(mutex_);
  if (mine()) {
    ++alone_;
    return;
  }
  changed_.wait(guard, [&] { return alone_ == 0; });
  if (sharing_ == 0) {
    LockFile next(folder_ / "lock.next"), file(folder_ / "lock");
    if (next.is_open() && file.is_open()) {
      next.take(LOCK_SH);
      file.take(LOCK_SH);
    }
    handle_ = file.release();
  }
  ++sharing_;
}

void StoreLock::unshare() {
  std::lock_guard guard(mutex_);
  if (mine()) {
    --alone_;
    return;
  }
  if (--sharing_ > 0) return;
  close_lock(handle_);
  changed_.notify_all();
}

void StoreLock::take_alone() {
  std::unique_lock guard(mutex_);
  if (mine()) {
    ++alone_;
    return;
  }
  changed_.wait(guard, [&] { return alone_ == 0 && sharing_ == 0; });
  LockFile next(folder_ / "lock.next"), file(folder_ / "lock");
  if (!next.is_open() || !file.is_open()) {
    throw_file_error("cannot be written", folder_);
  }
  next.take(LOCK_EX);
  file.take(LOCK_EX);
  next_ = next.release();
  handle_ = file.release();
  alone_ = 1;
  owner_ = std::this_thread::get_id();
}

void StoreLock::give_back() {
  std::lock_guard guard(mutex_);
  if (--alone_ > 0) return;
  close_lock(handle_);
  close_lock(next_);
  changed_.notify_all();
}

}  // namespace mote
