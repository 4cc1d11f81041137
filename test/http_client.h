// A connection to a server under test, byte by byte.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>

namespace mote::test {

class HttpClient {
 public:
  explicit HttpClient(int port) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    // As curl and browsers do: otherwise the body waits for the head's
    // acknowledgement, which the system delays by 40 ms.
    const int at_once = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(port));
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address),
                           sizeof address) == 0;
  }
  ~HttpClient() { ::close(socket_); }
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  bool connected() const { return connected_; }

  bool send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t count =
          ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      text.remove_prefix(static_cast<size_t>(count));
    }
    return true;
  }

  // The next reply, head and body; what came when the connection ends early.
  std::string read() {
    size_t wanted = std::string::npos;
    while (wanted == std::string::npos || waiting_.size() < wanted) {
      const size_t end = waiting_.find("\r\n\r\n");
      if (end != std::string::npos && wanted == std::string::npos) {
        wanted = end + 4 + length_of_body(waiting_.substr(0, end));
        continue;
      }
      char block[4096];
      const ssize_t count = ::recv(socket_, block, sizeof block, 0);
      if (count <= 0) break;
      waiting_.append(block, static_cast<size_t>(count));
    }
    const std::string reply = waiting_.substr(0, wanted);
    waiting_.erase(0, wanted);
    return reply;
  }

  // Sends a request with a body and returns the reply.
  std::string post(const std::string& path, const std::string& headers,
                   std::string_view body) {
    send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n");
    send(body);
    return read();
  }

  // "200" of "HTTP/1.1 200 OK..."; 0 for no reply.
  static int status(const std::string& reply) {
    return reply.size() > 12 ? std::atoi(reply.c_str() + 9) : 0;
  }
  static std::string body(const std::string& reply) {
    const size_t end = reply.find("\r\n\r\n");
    return end != std::string::npos ? reply.substr(end + 4) : "";
  }

 private:
  static size_t length_of_body(const std::string& head) {
    const std::string name = "Content-Length: ";
    const size_t at = head.find(name);
    if (at == std::string::npos) return 0;
    return std::strtoul(head.c_str() + at + name.size(), nullptr, 10);
  }

  int socket_;
  bool connected_ = false;
  std::string waiting_;
};

}  // namespace mote::test
