#include "lib/net/http_server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>
#include <vector>

#include "lib/base/error.h"
#include "lib/net/request_rate.h"
#include "test/http_client.h"

namespace mote {
namespace {

using test::HttpClient;

HttpReply echo(const HttpRequest& request) {
  return {200,
          request.method + " " + request.path + " " + request.header("x-name") +
              " " + request.body,
          "text/plain"};
}

TEST(HttpServer, AnswersManyRequestsOnOneConnection) {
  HttpServer server({}, {{}, echo});
  HttpClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    const std::string number = std::to_string(i);
    const std::string reply =
        client.post("/a%20b?x=1", "X-Name: anna\r\n", "body" + number);
    EXPECT_EQ(HttpClient::status(reply), 200);
    EXPECT_EQ(HttpClient::body(reply), "POST /a b anna body" + number);
  }
  client.send("GET /here HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(HttpClient::body(client.read()), "GET /here  ");
}

TEST(HttpServer, TakesChunkedBodies) {
  HttpServer server({}, {{}, echo});
  HttpClient client(server.port());
  client.send(
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(HttpClient::body(client.read()), "POST /  abcde");
}

TEST(HttpServer, RefusesByTheHeadAlone) {
  std::atomic<int> answered = 0;
  const auto refuse = [](const HttpRequest& head) -> std::optional<HttpReply> {
    if (head.header("x-api-key") == "right") return std::nullopt;
    return HttpReply{401, "no", "text/plain"};
  };
  HttpServer server({}, {refuse, [&](const HttpRequest& request) {
                           ++answered;
                           return echo(request);
                         }});
  HttpClient client(server.port());
  EXPECT_EQ(HttpClient::status(client.post("/", "", std::string(99999, 'x'))),
            401);
  EXPECT_EQ(answered, 0);
  EXPECT_EQ(HttpClient::status(client.post("/", "X-Api-Key: right\r\n", "x")),
            200);
  // Who asks first is told at once.
  HttpClient asking(server.port());
  asking.send(
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(HttpClient::status(asking.read()), 401);
}

TEST(HttpServer, WhatIsThrownIsStatus500) {
  HttpServer server({}, {{}, [](const HttpRequest&) -> HttpReply {
                           throw Error("the disk is full");
                         }});
  const std::string reply = HttpClient(server.port()).post("/", "", "x");
  EXPECT_EQ(HttpClient::status(reply), 500);
  EXPECT_EQ(HttpClient::body(reply), "the disk is full\n");
}

TEST(HttpServer, RefusesLargeBodies) {
  HttpOptions options;
  options.limits.body_bytes = 1000;
  HttpServer server(options, {{}, echo});
  EXPECT_EQ(
      HttpClient::status(
          HttpClient(server.port()).post("/", "", std::string(1001, 'x'))),
      413);
  EXPECT_EQ(
      HttpClient::status(
          HttpClient(server.port()).post("/", "", std::string(1000, 'x'))),
      200);
  // One that does not say its size is cut off.
  HttpClient chunked(server.port());
  chunked.send(
      "POST / HTTP/1.1\r\nHost: x\r\n"
      "Transfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "200\r\n" + std::string(512, 'x') + "\r\n";
  chunked.send(chunk + chunk + chunk);
  EXPECT_NE(HttpClient::status(chunked.read()), 200);
}

TEST(HttpServer, RefusesMoreBodiesThanMemoryIsFor) {
  HttpOptions options;
  options.limits.body_bytes = options.limits.bodies_bytes = 1000;
  std::promise<void> arrived, enough;
  HttpServer server(options, {{}, [&](const HttpRequest& request) {
                                if (request.path == "/held") {
                                  arrived.set_value();
                                  enough.get_future().wait();
                                }
                                return echo(request);
                              }});
  HttpClient held(server.port());
  held.send("POST /held HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n" +
            std::string(900, 'x'));
  arrived.get_future().wait();
  const std::string reply =
      HttpClient(server.port()).post("/", "", std::string(101, 'x'));
  enough.set_value();
  EXPECT_EQ(HttpClient::status(held.read()), 200);
  EXPECT_EQ(HttpClient::status(reply), 503);
  EXPECT_NE(reply.find("Retry-After: 1"), std::string::npos);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(
        HttpClient::status(
            HttpClient(server.port()).post("/", "", std::string(900, 'x'))),
        200)
        << "memory is given back";
  }
}

TEST(HttpServer, TakesOneRequestOfTheLargestSize) {
  HttpOptions options;
  options.limits.body_bytes = 2000;
  options.limits.bodies_bytes = 1000;
  HttpServer server(options, {{}, echo});
  EXPECT_EQ(
      HttpClient::status(
          HttpClient(server.port()).post("/", "", std::string(2000, 'x'))),
      200);
}

TEST(HttpServer, RefusesWhatIsNoPort) {
  for (const int port : {-1, 65536, 70000}) {
    HttpOptions options;
    options.port = port;
    EXPECT_THROW(HttpServer(options, {{}, echo}), Error) << port;
  }
}

TEST(HttpServer, RefusesHugeHeadersAndNonsense) {
  HttpServer server({}, {{}, echo});
  HttpClient huge(server.port());
  huge.send("GET / HTTP/1.1\r\nHost: x\r\nX-Name: " + std::string(100000, 'a') +
            "\r\n\r\n");
  const int status = HttpClient::status(huge.read());
  EXPECT_TRUE(status == 0 || (status >= 400 && status < 500)) << status;
  HttpClient nonsense(server.port());
  nonsense.send(std::string("\x16\x03\x01\0\0\r\n\r\n\r\n", 11));
  EXPECT_NE(HttpClient::status(nonsense.read()), 200);
  EXPECT_EQ(HttpClient::status(HttpClient(server.port()).post("/", "", "x")),
            200);
}

TEST(HttpServer, SlowClientsKeepNobodyWaiting) {
  HttpOptions options;
  options.threads = 1;
  HttpServer server(options, {{}, echo});
  std::vector<std::unique_ptr<HttpClient>> slow;
  for (int i = 0; i < 50; ++i) {
    slow.push_back(std::make_unique<HttpClient>(server.port()));
    slow.back()->send(
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab");
  }
  EXPECT_EQ(HttpClient::status(HttpClient(server.port()).post("/", "", "x")),
            200);
  slow[7]->send("cdefghi");
  EXPECT_EQ(HttpClient::body(slow[7]->read()), "POST /  abcdefghi");
}

TEST(HttpServer, ClosesConnectionsThatSayNothing) {
  HttpOptions options;
  options.limits.idle_s = 1;
  HttpServer server(options, {{}, echo});
  HttpClient silent(server.port());
  silent.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab");
  EXPECT_EQ(HttpClient::status(silent.read()), 0);  // returns: it was closed
}

TEST(HttpServer, AnAddressHasOnlySoManyConnections) {
  HttpOptions options;
  options.limits.connections_an_address = 2;
  HttpServer server(options, {{}, echo});
  HttpClient first(server.port()), second(server.port());
  EXPECT_EQ(HttpClient::status(first.post("/", "", "x")), 200);
  EXPECT_EQ(HttpClient::status(second.post("/", "", "x")), 200);
  EXPECT_EQ(HttpClient::status(HttpClient(server.port()).post("/", "", "x")),
            0);
  EXPECT_EQ(HttpClient::status(first.post("/", "", "x")), 200);
}

TEST(HttpServer, RefusesTooManyRequestsASecond) {
  HttpOptions options;
  options.limits.requests_a_second = 1;
  HttpServer server(options, {{}, echo});
  HttpClient client(server.port());
  int refused = 0;
  for (int i = 0; i < 200 && refused == 0; ++i) {
    refused += HttpClient::status(client.post("/", "", "x")) == 429;
  }
  EXPECT_EQ(refused, 1);
}

TEST(HttpServer, StopAnswersWhatHasBegun) {
  std::promise<void> begun;
  HttpServer server(
      {}, {{}, [&](const HttpRequest& request) {
             begun.set_value();
             std::this_thread::sleep_for(std::chrono::milliseconds(100));
             return echo(request);
           }});
  HttpClient client(server.port());
  auto reply = std::async([&] { return client.post("/", "", "x"); });
  begun.get_future().wait();
  const int port = server.port();
  server.stop();
  EXPECT_EQ(HttpClient::status(reply.get()), 200);
  EXPECT_FALSE(HttpClient(port).connected());
}

TEST(HttpServer, ATakenPortIsAnError) {
  HttpServer server({}, {{}, echo});
  HttpOptions options;
  options.port = server.port();
  try {
    HttpServer second(options, {{}, echo});
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("cannot start"), std::string::npos);
    EXPECT_NE(error.hint().find("port"), std::string::npos);
  }
}

TEST(RequestRate, FillsUpWithTime) {
  RequestRate rate(2);
  const auto start = RequestRate::Clock::time_point();
  const auto at = [&](int ms) { return start + std::chrono::milliseconds(ms); };
  EXPECT_TRUE(rate.allows("a", at(0)));
  EXPECT_TRUE(rate.allows("a", at(0)));
  EXPECT_FALSE(rate.allows("a", at(100)));
  EXPECT_TRUE(rate.allows("b", at(100)));
  EXPECT_TRUE(rate.allows("a", at(600)));
  EXPECT_FALSE(rate.allows("a", at(600)));
  EXPECT_TRUE(rate.allows("c", at(5000)));
  EXPECT_EQ(rate.addresses(), 1u);
}

}  // namespace
}  // namespace mote
