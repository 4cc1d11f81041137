#include "stages/collect/edge_impulse/serve.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/dataset/forget.h"
#include "lib/report/image.h"
#include "lib/signal/decode.h"
#include "lib/signal/signal_file.h"
#include "test/http_client.h"
#include "test/small_disk.h"

namespace mote {
namespace {

using test::HttpClient;
using Json = nlohmann::json;

const std::string kKey = "X-Api-Key: ei_key\r\n";
const std::string kForm = "Content-Type: multipart/form-data; boundary=cut\r\n";

std::string wav(int seed, size_t frames = 1600) {
  std::vector<int16_t> samples(frames);
  for (size_t i = 0; i < frames; ++i) {
    samples[i] = static_cast<int16_t>(mix64(static_cast<uint64_t>(seed), i));
  }
  const auto bytes = encode_wav(mono_audio(16000, std::move(samples)));
  return {bytes.begin(), bytes.end()};
}

std::string file_part(const std::string& name, const std::string& content) {
  return "--cut\r\nContent-Disposition: form-data; name=\"data\"; filename=\"" +
         name + "\"\r\n\r\n" + content + "\r\n";
}

std::string form(const std::string& name, const std::string& content) {
  return file_part(name, content) + "--cut--\r\n";
}

class ServeTest : public testing::Test {
 protected:
  ServeTest() { start({}); }

  void start(const SigningRules& signing) {
    receiver.reset();
    ServeOptions options;
    options.address = "127.0.0.1";
    options.port = 0;
    options.ingestion = {"ei_key", signing};
    receiver.emplace(store, options, [this](const Arrival& arrival) {
      std::lock_guard guard(mutex);
      arrivals.push_back(arrival);
    });
  }

  std::string post(const std::string& path, const std::string& headers,
                   const std::string& body) {
    return HttpClient(receiver->port()).post(path, headers, body);
  }

  // The entry of a form's only file.
  Json upload(const std::string& name, const std::string& content,
              const std::string& headers = "",
              const std::string& category = "training") {
    const std::string reply = post("/api/" + category + "/files",
                                   kKey + kForm + headers, form(name, content));
    EXPECT_EQ(HttpClient::status(reply), 200) << reply;
    const Json json = Json::parse(HttpClient::body(reply));
    EXPECT_TRUE(json.at("success"));
    EXPECT_EQ(json.at("files").size(), 1u);
    return json.at("files").at(0);
  }

  std::vector<Sample> samples() { return SampleTable(store).list(); }

  TemporaryFolder folder;
  Store store{folder.path()};
  std::mutex mutex;
  std::vector<Arrival> arrivals;
  std::optional<Receiver> receiver;
};

TEST_F(ServeTest, TakesTheFilesOfAForm) {
  const std::string body = file_part("left.1.wav", wav(1)) +
                           file_part("left.2.wav", wav(2)) + "--cut--";
  const std::string reply = post("/api/training/files", kKey + kForm, body);
  EXPECT_EQ(HttpClient::status(reply), 200);
  EXPECT_EQ(Json::parse(HttpClient::body(reply)).at("files").size(), 2u);
  const auto stored = samples();
  ASSERT_EQ(stored.size(), 2u);
  EXPECT_EQ(stored[0].label, "left");
  EXPECT_EQ(stored[0].name,
            "left/left.1." + stored[0].id.substr(0, 8) + ".wav");
  EXPECT_EQ(stored[0].split, "");
  EXPECT_EQ(stored[0].frames, 1600);
  const auto object = store.objects().get(stored[0].id);
  EXPECT_EQ(std::string(object.begin(), object.end()), wav(1));
  EXPECT_EQ(arrivals.size(), 2u);
}

TEST_F(ServeTest, HeadersSayLabelGroupAndSide) {
  upload("a.wav", wav(1), "X-Label: turn%20it%20on\r\n", "testing");
  upload("b.wav", wav(2), "X-Label: \r\nX-No-Label: 1\r\n", "split");
  upload("c.wav", wav(3), "X-Metadata: {\"subject\": \"anna\"}\r\n", "anomaly");
  const auto stored = samples();
  ASSERT_EQ(stored.size(), 3u);
  EXPECT_EQ(stored[0].label, kUnlabelled);
  EXPECT_EQ(stored[1].label, "c");
  EXPECT_EQ(stored[1].group, "anna");
  EXPECT_EQ(stored[1].metadata.at("subject"), "anna");
  EXPECT_EQ(stored[2].label, "turn it on");
  EXPECT_EQ(stored[2].split, "test");
}

TEST_F(ServeTest, TakesABareFileByTheOlderPath) {
  const std::string reply =
      post("/api/training/data",
           kKey + "X-File-Name: go%20on.7.wav\r\nContent-Type: audio/wav\r\n",
           wav(1));
  EXPECT_EQ(HttpClient::status(reply), 200);
  ASSERT_EQ(samples().size(), 1u);
  EXPECT_EQ(HttpClient::body(reply), samples()[0].name);
  EXPECT_EQ(samples()[0].label, "go on");
  const std::string refused =
      post("/api/training/data", kKey + "X-File-Name: x\r\n", "nonsense");
  EXPECT_EQ(HttpClient::status(refused), 400);
  EXPECT_EQ(samples().size(), 1u);
}

Json acquisition(const std::string& algorithm) {
  return {
      {"protected", {{"ver", "v1"}, {"alg", algorithm}}},
      {"signature", std::string(64, '0')},
      {"payload",
       {{"device_type", "TEST"},
        {"interval_ms", 10},
        {"sensors",
         {{{"name", "x"}, {"units", "g"}}, {{"name", "y"}, {"units", "g"}}}},
        {"values", {{1, 2}, {3, 4}, {5, 6}}}}}};
}

std::string sign(std::string document, const std::string& key) {
  const std::string code = hmac_sha256(
      key,
      {reinterpret_cast<const uint8_t*>(document.data()), document.size()});
  document.replace(document.find(std::string(64, '0')), 64, code);
  return document;
}

TEST_F(ServeTest, TakesAcquisitionDataAsSignals) {
  const auto cbor = Json::to_cbor(acquisition("none"));
  upload("wave.cbor", {cbor.begin(), cbor.end()});
  ASSERT_EQ(samples().size(), 1u);
  const Sample sample = samples()[0];
  EXPECT_EQ(sample.kind, "series");
  EXPECT_EQ(sample.metadata.at("device_type"), "TEST");
  EXPECT_EQ(sample.rate_hz, 100);
  const Signal signal = decode_signal(store.objects().get(sample.id), "");
  EXPECT_EQ(signal.axes[1], (Axis{"y", "g"}));
  EXPECT_EQ(signal.samples, SignalValues(std::vector<float>{1, 2, 3, 4, 5, 6}));
}

TEST_F(ServeTest, LabelFilesSpeakOfTheOthers) {
  const Json labels = {
      {"version", 1},
      {"type", "structured-labels"},
      {"structuredLabels",
       {{"a.wav",
         {{{"startIndex", 0}, {"endIndex", 799}, {"label", "left"}},
          {{"startIndex", 800}, {"endIndex", 1599}, {"label", "right"}}}}}}};
  const std::string reply = post(
      "/api/training/files", kKey + kForm,
      file_part("a.wav", wav(1)) +
          file_part("structured_labels.labels", labels.dump()) + "--cut--");
  EXPECT_EQ(Json::parse(HttpClient::body(reply)).at("files").size(), 1u);
  ASSERT_EQ(samples().size(), 1u);
  EXPECT_EQ(samples()[0].label, kUnlabelled);
  EXPECT_EQ(samples()[0].ranges,
            (std::vector<TimeRange>{{0, 0.05, "left"}, {0.05, 0.1, "right"}}));
}

TEST_F(ServeTest, PicturesComeWithTheirBoxes) {
  const auto png = Image(20, 10).png();
  const Json boxes = {
      {"version", 1},
      {"type", "bounding-box-labels"},
      {"boundingBoxes",
       {{"cam.1.png",
         {{{"label", "cup"}, {"x", 2}, {"y", 3}, {"width", 30}, {"height", 4}},
          {{"label", "pen"}, {"x", 0}, {"y", 0}, {"width", 1}, {"height", 1}}}},
        {"cam.2.png",
         {{{"label", "cup"},
           {"x", 50},
           {"y", 3},
           {"width", 3},
           {"height", 4}}}}}}};
  Image other(20, 10);
  other.set(0, 0, {1, 2, 3});
  const auto second = other.png();
  const std::string body =
      file_part("cam.1.png", {png.begin(), png.end()}) +
      file_part("cam.2.png", {second.begin(), second.end()}) +
      file_part("bounding_boxes.labels", boxes.dump()) + "--cut--";
  const std::string reply = post("/api/training/files", kKey + kForm, body);
  const Json files = Json::parse(HttpClient::body(reply)).at("files");
  ASSERT_EQ(files.size(), 2u) << reply;
  EXPECT_TRUE(files[0].at("success"));
  EXPECT_FALSE(files[1].at("success"));
  EXPECT_NE(files[1].at("error").get<std::string>().find("outside"),
            std::string::npos);
  const auto stored = samples();
  ASSERT_EQ(stored.size(), 1u);
  EXPECT_EQ(stored[0].kind, "picture");
  EXPECT_EQ(stored[0].label, "cup");
  EXPECT_EQ(stored[0].boxes,
            (std::vector<Box>{{"cup", 2, 3, 18, 4}, {"pen", 0, 0, 1, 1}}));
}

TEST_F(ServeTest, ChecksSignatures) {
  const std::string document = acquisition("HS256").dump();
  start({"secret", true});
  EXPECT_FALSE(upload("a.json", sign(document, "other")).at("success"));
  EXPECT_FALSE(upload("a.json", acquisition("none").dump()).at("success"));
  EXPECT_FALSE(upload("a.wav", wav(1)).at("success"));
  EXPECT_EQ(samples().size(), 0u);
  EXPECT_TRUE(upload("a.json", sign(document, "secret")).at("success"));
  EXPECT_EQ(samples().size(), 1u);
  start({"secret", false});
  EXPECT_FALSE(upload("a.json", sign(document, "other")).at("success"));
  EXPECT_TRUE(upload("a.wav", wav(1)).at("success"));
}

TEST_F(ServeTest, ADuplicateIsRefusedWhereThatIsAskedFor) {
  EXPECT_TRUE(upload("a.wav", wav(1)).at("success"));
  EXPECT_TRUE(upload("a.wav", wav(1)).at("success"));
  EXPECT_FALSE(
      upload("a.wav", wav(1), "X-Disallow-Duplicates: 1\r\n").at("success"));
  const Json other = upload("b.wav", wav(1));
  EXPECT_FALSE(other.at("success"));
  EXPECT_NE(other.at("error").get<std::string>().find("label 'a'"),
            std::string::npos);
  EXPECT_EQ(samples().size(), 1u);
}

TEST_F(ServeTest, AFileThatCannotBeReadKeepsNoOtherOut) {
  const std::string body = file_part("a.wav", wav(1)) +
                           file_part("b.wav", wav(2).substr(0, 99)) +
                           file_part("c.txt", "nonsense") + "--cut--";
  const std::string reply = post("/api/training/files", kKey + kForm, body);
  const Json files = Json::parse(HttpClient::body(reply)).at("files");
  EXPECT_TRUE(files[0].at("success"));
  EXPECT_FALSE(files[1].at("success"));
  EXPECT_NE(files[1].at("error").get<std::string>().find("truncated"),
            std::string::npos);
  EXPECT_FALSE(files[2].at("success"));
  EXPECT_EQ(samples().size(), 1u);
}

TEST_F(ServeTest, NamesLeadNowhere) {
  upload("../../../etc/passwd.wav", wav(1));
  upload("C:\\\\x\\\\evil\x01.wav", wav(2));
  upload("..", wav(3), "X-Label: a\r\n");
  for (const Sample& sample : samples()) {
    EXPECT_EQ(sample.name.find(".."), std::string::npos) << sample.name;
    EXPECT_EQ(sample.name.find('\\'), std::string::npos) << sample.name;
  }
  for (const char* label : {"../x", "a%2Fb", "..", "a%00b", "a%5Cb"}) {
    const std::string reply =
        post("/api/training/files", kKey + kForm + "X-Label: " + label + "\r\n",
             form("a", wav(4)));
    EXPECT_EQ(HttpClient::status(reply), 400) << label;
  }
  EXPECT_EQ(samples().size(), 3u);
}

TEST_F(ServeTest, RefusesWhatIsNoUpload) {
  const std::string body = form("a.wav", wav(1));
  const auto status = [&](const std::string& path, const std::string& headers,
                          const std::string& content) {
    const std::string reply = post(path, headers, content);
    EXPECT_FALSE(HttpClient::body(reply).empty());
    return HttpClient::status(reply);
  };
  EXPECT_EQ(status("/api/training/files", kForm, body), 401);
  EXPECT_EQ(
      status("/api/training/files", "X-Api-Key: ei_kez\r\n" + kForm, body),
      401);
  EXPECT_EQ(status("/api/other/files", kKey + kForm, body), 404);
  EXPECT_EQ(status("/api/training/../training/files", kKey + kForm, body), 404);
  EXPECT_EQ(status("/api/training/files", kKey, body), 400);
  EXPECT_EQ(status("/api/training/files", kKey + kForm, "--cut--"), 400);
  EXPECT_EQ(
      status("/api/training/files", kKey + kForm + "X-Metadata: [1]\r\n", body),
      400);
  HttpClient client(receiver->port());
  client.send("GET /api/training/files HTTP/1.1\r\nHost: x\r\n" + kKey +
              "\r\n");
  EXPECT_EQ(HttpClient::status(client.read()), 405);
  EXPECT_EQ(samples().size(), 0u);
}

TEST_F(ServeTest, NestedWithoutEndIsRefusedAndTheServerLivesOn) {
  const auto nested = [](size_t depth) {
    return R"({"x": )" + std::string(depth, '[') + std::string(depth, ']') +
           "}";
  };
  const std::string path = "/api/training/files";
  const std::string headers = kKey + kForm;
  const std::string labels =
      R"({"files": [{"path": "a", "metadata": )" + nested(400'000) + "}]}";
  for (const std::string& reply :
       {post(path, headers, form("info.labels", labels)),
        post(path, headers + "X-Metadata: " + nested(5000) + "\r\n",
             form("a.wav", wav(1)))}) {
    EXPECT_EQ(HttpClient::status(reply), 400);
    EXPECT_NE(reply.find("too deep"), std::string::npos) << reply;
  }
  EXPECT_FALSE(upload("a.jsonl", nested(400'000)).at("success"));
  EXPECT_FALSE(upload("a.json", nested(400'000)).at("success"));
  EXPECT_TRUE(upload("a.wav", wav(1)).at("success"));
}

TEST_F(ServeTest, ManyConnectionsShareCommits) {
  constexpr int kConnections = 16, kEach = 8;
  std::vector<std::thread> threads;
  std::atomic<int> acknowledged = 0;
  for (int thread = 0; thread < kConnections; ++thread) {
    threads.emplace_back([&, thread] {
      HttpClient client(receiver->port());
      for (int i = 0; i < kEach; ++i) {
        const std::string reply =
            client.post("/api/training/files", kKey + kForm,
                        form("a.wav", wav(thread * kEach + i)));
        acknowledged += HttpClient::status(reply) == 200;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(acknowledged, kConnections * kEach);
  EXPECT_EQ(samples().size(), size_t{kConnections * kEach});
  for (const Sample& sample : samples()) {
    EXPECT_EQ(store.objects().check(sample.id), ObjectStore::State::kIntact);
  }
  EXPECT_LT(receiver->commits().groups(), size_t{kConnections * kEach});
}

// Of an upload that began before, nobody knows whose it is.
TEST_F(ServeTest, WhatIsOnItsWayWhileSomebodyIsForgottenIsNotStored) {
  HttpClient client(receiver->port());
  const auto send_head = [&](HttpClient& over, const std::string& body) {
    over.send("POST /api/training/files HTTP/1.1\r\nHost: localhost\r\n" +
              kKey + kForm + "X-Metadata: {\"speaker\": \"anna\"}\r\n" +
              "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n");
  };
  const std::string first = form("a.wav", wav(1)),
                    second = form("b.wav", wav(2));
  send_head(client, first);
  client.send(first);
  ASSERT_EQ(HttpClient::status(client.read()), 200);
  send_head(client, second);
  client.send(second.substr(0, second.size() / 2));
  // A head is read in order: once a later connection is answered, ours is.
  ASSERT_TRUE(upload("c.wav", wav(3)).at("success"));
  {
    Store other(folder.path());
    EXPECT_EQ(forget_group(other, "anna").recordings.size(), 1u);
  }
  client.send(second.substr(second.size() / 2));
  EXPECT_EQ(HttpClient::status(client.read()), 409);
  ASSERT_EQ(samples().size(), 1u);
  EXPECT_NE(samples()[0].group, "anna");
  EXPECT_EQ(store.objects().list().size(), 1u);
  send_head(client, second);
  client.send(second);
  EXPECT_EQ(HttpClient::status(client.read()), 200) << "sent again";
  for (const Sample& sample : samples()) {
    EXPECT_EQ(store.objects().check(sample.id), ObjectStore::State::kIntact);
  }
}

TEST_F(ServeTest, UploadsLieInOnePack) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(upload("a.wav", wav(i)).at("success"));
  }
  size_t files = 0;
  for (const auto& file :
       fs::recursive_directory_iterator(folder.path() / "objects")) {
    files += file.is_regular_file() && file.file_size() > 100;
  }
  EXPECT_EQ(files, 1u);
}

TEST(Serve, AFullDiskIsAServerErrorAndNothingIsHalfStored) {
  test::SmallDisk disk(900);
  MOTE_REQUIRE_MOUNTED(disk);
  Store store(disk.path());
  ServeOptions options;
  options.address = "127.0.0.1";
  options.port = 0;
  options.ingestion.api_key = "ei_key";
  Receiver receiver(store, options, [](const Arrival&) {});
  HttpClient client(receiver.port());
  size_t acknowledged = 0;
  int status = 200;
  for (int i = 0; i < 100 && status == 200; ++i) {
    const std::string reply = client.post("/api/training/files", kKey + kForm,
                                          form("a.wav", wav(i, 16000)));
    status = HttpClient::status(reply);
    if (status == 200) {
      ++acknowledged;
    } else {
      EXPECT_FALSE(Json::parse(HttpClient::body(reply)).at("success"));
    }
  }
  EXPECT_EQ(status, 500);
  EXPECT_GT(acknowledged, 2u);
  const auto samples = SampleTable(store).list();
  EXPECT_EQ(samples.size(), acknowledged);
  for (const Sample& sample : samples) {
    EXPECT_EQ(store.objects().check(sample.id), ObjectStore::State::kIntact);
  }
}

TEST(Serve, TheKeyIsMadeOnceAndNobodyElsesToRead) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "api_key";
  const std::string key = kept_api_key(file);
  EXPECT_TRUE(key.starts_with("ei_"));
  EXPECT_EQ(key.size(), 51u);
  const auto permissions = [&] {
    return fs::status(file).permissions() & fs::perms::all;
  };
  const auto owner_only = fs::perms::owner_read | fs::perms::owner_write;
  EXPECT_EQ(permissions(), owner_only);
  fs::permissions(file, owner_only | fs::perms::others_read);
  EXPECT_EQ(kept_api_key(file), key);
  EXPECT_EQ(permissions(), owner_only);
  write_atomically(file, "\n");
  EXPECT_NE(kept_api_key(file), "");
  EXPECT_EQ(permissions(), owner_only);
  const fs::directory_iterator files(folder.path());
  EXPECT_EQ(std::distance(begin(files), end(files)), 1) << "nothing is left";
}

}  // namespace
}  // namespace mote
