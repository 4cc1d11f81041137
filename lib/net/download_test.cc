#include "lib/net/download.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "test/small_disk.h"

namespace mote {
namespace {

// A web server on loopback that serves one file and can be made to misbehave.
class FileServer {
 public:
  explicit FileServer(std::string content) : content_(std::move(content)) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(socket_, generic, size), 0);
    EXPECT_EQ(::listen(socket_, 8), 0);
    ::getsockname(socket_, generic, &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~FileServer() {
    ::shutdown(socket_, SHUT_RDWR);
    ::close(socket_);
    thread_.join();
  }

  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/data.bin";
  }

  std::atomic<size_t> break_after = SIZE_MAX;  // bytes of a body
  std::atomic<bool> can_resume = true;
  std::atomic<int> whole_from_request = 1000;  // no more breaks
  std::atomic<int> status = 0;                 // not 0: nothing but this
  std::atomic<int> requests = 0, ranges = 0;
  std::atomic<size_t> bytes_sent = 0;

 private:
  void serve() {
    while (true) {
      const int client = ::accept(socket_, nullptr, nullptr);
      if (client < 0) return;
      answer(client, read_request(client));
      ::close(client);
    }
  }

  static std::string read_request(int client) {
    std::string request;
    char block[2048];
    while (request.find("\r\n\r\n") == std::string::npos) {
      const ssize_t count = ::recv(client, block, sizeof block, 0);
      if (count <= 0) break;
      request.append(block, static_cast<size_t>(count));
    }
    return request;
  }

  void answer(int client, const std::string& request) {
    if (++requests >= whole_from_request) break_after = SIZE_MAX;
    size_t start = 0;
    const size_t range = request.find("Range: bytes=");
    if (range != std::string::npos && can_resume) {
      ++ranges;
      start = std::stoul(request.substr(range + 13));
    }
    std::string head = "HTTP/1.1 200 OK\r\n";
    if (start > 0) head = "HTTP/1.1 206 Partial Content\r\n";
    if (start >= content_.size()) {
      head = "HTTP/1.1 416 Range Not Satisfiable\r\n";
    }
    if (status != 0) {
      head = "HTTP/1.1 " + std::to_string(status) + " No\r\n";
      start = content_.size();
    }
    const std::string body = content_.substr(std::min(start, content_.size()));
    if (start > 0 && !body.empty()) {
      head += "Content-Range: bytes " + std::to_string(start) + "-" +
              std::to_string(content_.size() - 1) + "/" +
              std::to_string(content_.size()) + "\r\n";
    }
    head += "Content-Length: " + std::to_string(body.size()) +
            "\r\nConnection: close\r\n\r\n";
    send_all(client, head);
    bytes_sent += send_all(client, body.substr(0, break_after));
  }

  static size_t send_all(int client, const std::string& text) {
    size_t done = 0;
    while (done < text.size()) {
      const ssize_t count =
          ::send(client, text.data() + done, text.size() - done, MSG_NOSIGNAL);
      if (count <= 0) break;
      done += static_cast<size_t>(count);
    }
    return done;
  }

  std::string content_;
  int socket_;
  int port_ = 0;
  std::thread thread_;
};

std::string some_content(size_t size_bytes) {
  std::string content(size_bytes, '\0');
  for (size_t i = 0; i < size_bytes; ++i) {
    content[i] = static_cast<char>(mix64(3, i));
  }
  return content;
}

class DownloadTest : public testing::Test {
 protected:
  void fetch() {
    download({server.url(), file, sha256(content), 3},
             [this](int64_t done, int64_t total) {
               most_done = std::max(most_done, done);
               if (total > 0) announced = total;
               return !stop;
             });
  }
  std::string failure() {
    try {
      fetch();
    } catch (const Error& error) {
      return error.what_happened();
    }
    return "";
  }

  std::string content = some_content(300000);
  FileServer server{content};
  TemporaryFolder folder;
  fs::path file = folder.path() / "data.bin";
  int64_t most_done = 0, announced = 0;
  bool stop = false;
};

TEST_F(DownloadTest, BringsTheFileWithProgress) {
  fetch();
  EXPECT_EQ(read_text(file), content);
  EXPECT_EQ(most_done, 300000);
  EXPECT_EQ(announced, 300000);
}

TEST_F(DownloadTest, ACompleteFileIsLeftAlone) {
  fetch();
  const int before = server.requests;
  fetch();
  EXPECT_EQ(server.requests, before);
}

TEST_F(DownloadTest, AConnectionThatBreaksIsResumed) {
  server.break_after = 70000;
  fetch();
  EXPECT_EQ(read_text(file), content);
  EXPECT_GE(server.ranges, 4);
  EXPECT_EQ(server.bytes_sent, content.size()) << "nothing was sent twice";
}

TEST_F(DownloadTest, AnotherProcessGoesOnWhereOneBrokeOff) {
  server.break_after = 100000;
  auto give_up = [&] {
    download({server.url(), file, sha256(content), 1},
             [&](int64_t done, int64_t) { return done < 90000; });
  };
  EXPECT_THROW(give_up(), Stopped);
  EXPECT_FALSE(fs::exists(file));
  server.break_after = SIZE_MAX;
  fetch();
  EXPECT_EQ(read_text(file), content);
  EXPECT_GE(server.ranges, 1);
}

TEST_F(DownloadTest, AServerThatCannotResumeStartsOver) {
  server.break_after = 70000;
  server.can_resume = false;
  server.whole_from_request = 3;
  fetch();
  EXPECT_EQ(read_text(file), content);
}

TEST_F(DownloadTest, AServerThatNeverSendsTheWholeIsGivenUp) {
  server.break_after = 70000;
  server.can_resume = false;
  EXPECT_NE(failure().find("broke off"), std::string::npos);
}

TEST_F(DownloadTest, GivesUpWhenNothingComesAndKeepsWhatCame) {
  server.break_after = 0;
  EXPECT_NE(failure().find("broke off"), std::string::npos);
  EXPECT_EQ(server.requests, 3);
  server.break_after = SIZE_MAX;
  fetch();
  EXPECT_EQ(read_text(file), content);
}

TEST_F(DownloadTest, AWrongChecksumIsRefusedAndRemoved) {
  content[1000] ^= 1;
  EXPECT_NE(failure().find("checksum"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST_F(DownloadTest, RefusalsAreClear) {
  server.status = 404;
  EXPECT_EQ(failure(), "the server answered 404");
  EXPECT_EQ(server.requests, 1) << "asking again does not help";
  server.status = 503;
  EXPECT_NE(failure().find("503"), std::string::npos);
  EXPECT_THROW(download({"ftp://127.0.0.1/x", file, "", 1},
                        [](int64_t, int64_t) { return true; }),
               Error);
  EXPECT_THROW(download({"http://127.0.0.1:1/x", file, "", 1},
                        [](int64_t, int64_t) { return true; }),
               Error);
}

TEST_F(DownloadTest, AFullDiskIsOneClearError) {
  test::SmallDisk disk(128);
  MOTE_REQUIRE_MOUNTED(disk);
  file = disk.path() / "data.bin";
  EXPECT_NE(failure().find("No space"), std::string::npos);
  EXPECT_FALSE(fs::exists(file));
}

}  // namespace
}  // namespace mote
