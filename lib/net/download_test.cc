#include "lib/net/download.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "test/file_server.h"
#include "test/small_disk.h"

namespace mote {
namespace {

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
  test::FileServer server{content};
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
