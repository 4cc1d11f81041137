// A web server for tests of downloads.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>

namespace mote::test {

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

  std::string url(const std::string& file = "data.bin") const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/" + file;
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
    // Counted before the client can have seen them.
    bytes_sent += std::min<size_t>(body.size(), break_after);
    send_all(client, body.substr(0, break_after));
  }

  static void send_all(int client, const std::string& text) {
    size_t done = 0;
    while (done < text.size()) {
      const ssize_t count =
          ::send(client, text.data() + done, text.size() - done, MSG_NOSIGNAL);
      if (count <= 0) break;
      done += static_cast<size_t>(count);
    }
  }

  std::string content_;
  int socket_;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace mote::test
