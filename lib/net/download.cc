#include "lib/net/download.h"

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#undef curl_easy_setopt
#undef curl_easy_getinfo

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/shared_library.h"

namespace mote {
namespace {

constexpr long kConnectTimeout_s = 20, kStallTimeout_s = 30;
constexpr long kMostRedirects = 10;
constexpr int kFirstPause_ms = 200;
constexpr long kRangeNotSatisfiable = 416;
constexpr long kFirstServerError = 500;

#define MOTE_CURL(name) \
  decltype(::name)* name = library.function<decltype(::name)>(#name)

// libcurl, opened on first use.
struct Curl {
  SharedLibrary library{"libcurl.so.4", "libcurl4"};
  MOTE_CURL(curl_global_init);
  MOTE_CURL(curl_easy_init);
  MOTE_CURL(curl_easy_cleanup);
  MOTE_CURL(curl_easy_setopt);
  MOTE_CURL(curl_easy_getinfo);
  MOTE_CURL(curl_easy_perform);
  MOTE_CURL(curl_easy_strerror);

  Curl() { curl_global_init(CURL_GLOBAL_DEFAULT); }
};

#undef MOTE_CURL

const Curl& curl() {
  static const Curl instance;
  return instance;
}

enum class Outcome { kComplete, kBroken, kCannotResume, kStopped };

// One connection's work on FILE.part.
class Attempt {
 public:
  Attempt(const Download& what, const fs::path& part,
          const DownloadProgress& progress)
      : what_(what),
        part_(part),
        progress_(progress),
        handle_(curl().curl_easy_init(), curl().curl_easy_cleanup),
        file_(std::fopen(part.c_str(), "ab"), std::fclose) {
    if (!file_) throw_file_error("cannot be written", part);
    offset_ = static_cast<curl_off_t>(fs::file_size(part));
  }

  // Sets broke_by() when the outcome is kBroken.
  Outcome run() {
    set_options();
    const CURLcode code = curl().curl_easy_perform(handle_.get());
    if (disk_error_ != 0) {
      errno = disk_error_;
      throw_file_error("cannot be written", part_);
    }
    if (std::fflush(file_.get()) != 0) {
      throw_file_error("cannot be written", part_);
    }
    return judge(code);
  }

  const std::string& broke_by() const { return broke_by_; }
  bool received_something() const { return received_ > 0; }

 private:
  static size_t take(char* data, size_t size, size_t count, void* self) {
    return static_cast<Attempt*>(self)->write(data, size * count);
  }

  static int look(void* self, curl_off_t total, curl_off_t now, curl_off_t,
                  curl_off_t) {
    auto& attempt = *static_cast<Attempt*>(self);
    const curl_off_t all = total > 0 ? total + attempt.offset_ : 0;
    attempt.stopped_ = !attempt.progress_(now + attempt.offset_, all);
    return attempt.stopped_ ? 1 : 0;
  }

  template <class Value>
  void set(CURLoption option, Value value) {
    curl().curl_easy_setopt(handle_.get(), option, value);
  }

  void set_options() {
    set(CURLOPT_URL, what_.url.c_str());
    set(CURLOPT_WRITEFUNCTION, &Attempt::take);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_XFERINFOFUNCTION, &Attempt::look);
    set(CURLOPT_XFERINFODATA, this);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_RESUME_FROM_LARGE, offset_);
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, kMostRedirects);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FAILONERROR, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, kConnectTimeout_s);
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, kStallTimeout_s);
    set(CURLOPT_USERAGENT, "mote");
  }

  long status() const {
    long status = 0;
    curl().curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    return status;
  }

  size_t write(const char* data, size_t size) {
    if (std::fwrite(data, 1, size, file_.get()) != size) {
      disk_error_ = errno;
      return 0;
    }
    received_ += size;
    return size;
  }

  Outcome judge(CURLcode code) {
    if (stopped_) return Outcome::kStopped;
    if (code == CURLE_OK) return Outcome::kComplete;
    broke_by_ = curl().curl_easy_strerror(code);
    if (code == CURLE_HTTP_RETURNED_ERROR) {
      // Asked to go on at its end, the server has no more: it was complete.
      if (status() == kRangeNotSatisfiable) return Outcome::kComplete;
      broke_by_ = "the server answered " + std::to_string(status());
      if (status() < kFirstServerError) {
        throw Error(broke_by_, what_.url, "Check the address.");
      }
    }
    if (code == CURLE_RANGE_ERROR) return Outcome::kCannotResume;
    if (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT) {
      throw Error(broke_by_, what_.url, "Give an http or https address.");
    }
    return Outcome::kBroken;
  }

  const Download& what_;
  fs::path part_;
  const DownloadProgress& progress_;
  std::unique_ptr<CURL, decltype(Curl::curl_easy_cleanup)> handle_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  curl_off_t offset_ = 0;  // where this connection goes on
  size_t received_ = 0;
  int disk_error_ = 0;
  bool stopped_ = false;
  std::string broke_by_;
};

std::string sha256_of_file(const fs::path& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
      std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) throw_file_error("cannot be opened", path);
  Sha256 hash;
  std::vector<uint8_t> block(1 << 20);
  while (const size_t count =
             std::fread(block.data(), 1, block.size(), file.get())) {
    hash.add(std::span<const uint8_t>(block.data(), count));
  }
  return hash.finish();
}

bool is_right(const fs::path& file, const Download& what) {
  return what.sha256.empty() || sha256_of_file(file) == what.sha256;
}

// Attempts until the part is complete; those that bring nothing count.
void fill_part(const Download& what, const fs::path& part,
               const DownloadProgress& progress) {
  int failures = 0;
  bool can_resume = true;
  while (true) {
    Attempt attempt(what, part, progress);
    const Outcome outcome = attempt.run();
    if (outcome == Outcome::kStopped) throw Stopped();
    if (outcome == Outcome::kComplete) return;
    if (outcome == Outcome::kCannotResume) {
      can_resume = false;
      fs::resize_file(part, 0);
    }
    const bool came_further = can_resume && attempt.received_something();
    failures = came_further ? 0 : failures + 1;
    if (failures == what.attempts) {
      throw Error("the download broke off: " + attempt.broke_by(), what.url,
                  "What came is kept: run the command again to go on.");
    }
    std::this_thread::sleep_for(
        std::chrono::milliseconds(kFirstPause_ms << failures));
    if (!progress(0, 0)) throw Stopped();
  }
}

}  // namespace

void download(const Download& what, const DownloadProgress& progress) {
  if (fs::exists(what.file) && is_right(what.file, what)) return;
  fs::create_directories(what.file.parent_path());
  // Of this address only: a part of another file must not be continued.
  const fs::path part =
      what.file.string() + "." + sha256(what.url).substr(0, 8) + ".part";
  fill_part(what, part, progress);
  if (!is_right(part, what)) {
    fs::remove(part);
    throw Error("what was downloaded has another checksum than expected",
                what.url,
                "It is removed: run the command again, or give the right "
                "--sha256.");
  }
  fs::rename(part, what.file);
}

}  // namespace mote
