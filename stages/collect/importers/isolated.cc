#include "stages/collect/importers/isolated.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <exception>

#include "lib/base/error.h"

namespace mote {
namespace {

constexpr unsigned kMostSeconds = 60;
constexpr uint8_t kResult = 'R', kError = 'E';

void write_all(int end, const uint8_t* bytes, size_t count) {
  while (count > 0) {
    const ssize_t written = ::write(end, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) ::_exit(1);
    bytes += written;
    count -= static_cast<size_t>(written);
  }
}

// Never returns.
[[noreturn]] void be_child(int end,
                           const std::function<std::vector<uint8_t>()>& work) {
  for (int number : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGALRM}) {
    ::signal(number, SIG_DFL);
  }
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::alarm(kMostSeconds);
  try {
    const std::vector<uint8_t> result = work();
    write_all(end, &kResult, 1);
    write_all(end, result.data(), result.size());
  } catch (const Error& error) {
    const std::string text = error.what_happened();
    write_all(end, &kError, 1);
    write_all(end, reinterpret_cast<const uint8_t*>(text.data()), text.size());
  } catch (const std::exception&) {
    ::_exit(1);
  }
  ::_exit(0);
}

std::vector<uint8_t> read_all(int end) {
  std::vector<uint8_t> bytes;
  uint8_t block[1 << 16];
  while (true) {
    const ssize_t count = ::read(end, block, sizeof block);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return bytes;
    bytes.insert(bytes.end(), block, block + count);
  }
}

}  // namespace

std::vector<uint8_t> in_child(const std::function<std::vector<uint8_t>()>& work,
                              const std::string& what,
                              const std::string& name) {
  int ends[2];
  if (::pipe(ends) != 0) throw Error("no pipe can be made", name, "");
  const pid_t child = ::fork();
  if (child < 0) {
    ::close(ends[0]);
    ::close(ends[1]);
    throw Error("no process can be started", name, "");
  }
  if (child == 0) {
    ::close(ends[0]);
    be_child(ends[1], work);
  }
  ::close(ends[1]);
  std::vector<uint8_t> answer = read_all(ends[0]);
  ::close(ends[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (status != 0 || answer.empty()) {
    throw Error(what, name, "The file is damaged: export it again.");
  }
  const uint8_t kind = answer.front();
  answer.erase(answer.begin());
  if (kind == kError) {
    throw Error(std::string(answer.begin(), answer.end()), name,
                "The file is damaged: export it again.");
  }
  return answer;
}

}  // namespace mote
