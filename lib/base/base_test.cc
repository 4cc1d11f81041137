#include <gtest/gtest.h>
#include <signal.h>
#include <sodium.h>
#include <sys/resource.h>

#include <atomic>
#include <string>
#include <vector>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/process.h"
#include "lib/base/threads.h"

namespace mote {
namespace {

TEST(Error, SaysWhatWhereAndHint) {
  const Error error("unknown key 'epoch'", "mote.toml:3:1",
                    "Did you mean 'epochs'?");
  EXPECT_STREQ(error.what(),
               "mote.toml:3:1: unknown key 'epoch'\n  Did you mean 'epochs'?");
}

TEST(File, WritesWholeFilesAndReplacesThem) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "deep/er/file";
  write_atomically(path, "one");
  write_atomically(path, std::string(100000, 'x'));
  EXPECT_EQ(read_text(path), std::string(100000, 'x'));
  EXPECT_EQ(std::distance(fs::directory_iterator(path.parent_path()), {}), 1);
}

TEST(File, MissingFileNamesThePath) {
  try {
    read_bytes("/no/such/file");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.where(), "/no/such/file");
    EXPECT_EQ(error.hint(), "Check the path.");
  }
}

TEST(File, WhatCannotBeWrittenLeavesTheOldFile) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "file";
  write_atomically(path, "old");
  // A limit on file size refuses bytes as a full disk does.
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit before;
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small = {1000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  EXPECT_THROW(write_atomically(path, std::string(5000, 'x')), Error);
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(read_text(path), "old");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST(FileLock, RefusesASecondHolder) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "lock";
  {
    const FileLock lock(path, "busy");
    EXPECT_THROW(FileLock(path, "busy"), Error);
  }
  const FileLock again(path, "busy");
}

TEST(Hash, Sha256OfPublishedVectors) {
  EXPECT_EQ(sha256(""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256 pieces;
  pieces.add("a"), pieces.add("bc");
  EXPECT_EQ(pieces.finish(), sha256("abc"));
}

// RFC 4231, test cases 2 and 6 (a key longer than a block).
// Whoever computes it: every length around the blocks' ends, in two pieces.
TEST(Hash, Sha256IsLibsodiums) {
  std::vector<uint8_t> bytes(100000);
  for (size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<uint8_t>(mix64(1, i));
  }
  for (size_t size = 0; size < bytes.size(); size += size < 300 ? 1 : 9973) {
    const auto part = std::span<const uint8_t>(bytes).first(size);
    std::array<uint8_t, crypto_hash_sha256_BYTES> expected;
    crypto_hash_sha256(expected.data(), part.data(), part.size());
    Sha256 pieces;
    pieces.add(part.first(size / 3));
    pieces.add(part.subspan(size / 3));
    const std::string name = pieces.finish();
    ASSERT_EQ(name, sha256(part)) << size;
    for (size_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(std::stoi(name.substr(2 * i, 2), nullptr, 16), expected[i]);
    }
  }
}

TEST(Hash, HmacSha256OfPublishedVectors) {
  const auto code = [](const std::string& key, const std::string& message) {
    return hmac_sha256(key, {reinterpret_cast<const uint8_t*>(message.data()),
                             message.size()});
  };
  EXPECT_EQ(code("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(code(std::string(131, '\xaa'),
                 "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hash, SecretsAreComparedWhole) {
  EXPECT_TRUE(same_secret("ei_1234", "ei_1234"));
  EXPECT_FALSE(same_secret("ei_1234", "ei_1235"));
  EXPECT_FALSE(same_secret("ei_123", "ei_1234"));
  EXPECT_EQ(random_hex(16).size(), 32u);
  EXPECT_NE(random_hex(16), random_hex(16));
}

TEST(Hash, Sha1OfPublishedVectors) {
  EXPECT_EQ(sha1_hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(
      sha1_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
      "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  // 0xa9993e36... modulo 16 is its last digit.
  EXPECT_EQ(sha1_modulo("abc", 16), 0xdu);
}

TEST(Hash, Crc32cOfPublishedVectors) {
  // RFC 3720, B.4: 32 bytes of zeros.
  EXPECT_EQ(crc32c(std::vector<uint8_t>(32, 0)), 0x8A9136AAu);
  EXPECT_EQ(crc32c(std::vector<uint8_t>(32, 0xFF)), 0x62A8AB43u);
}

TEST(Process, PassesWordsAsTheyAreAndGivesOutputAndCode) {
  const auto result = run_process({"printf", "%s|", "a b", "\"$HOME\""});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.output, "a b|\"$HOME\"|");
  EXPECT_EQ(run_process({"false"}).exit_code, 1);
}

TEST(Process, FeedsLargeInputWithoutDeadlock) {
  ProcessOptions options;
  options.input = std::string(3000000, 'x');
  EXPECT_EQ(run_process({"cat"}, options).output, options.input);
}

TEST(Process, EndsWhatRunsTooLong) {
  ProcessOptions options;
  options.timeout_s = 0.05;
  EXPECT_EQ(run_process({"sleep", "60"}, options).exit_code, 137);
}

TEST(Process, AMissingProgramNamesItsPackage) {
  EXPECT_THROW(require_program("no-such-program"), Error);
  for (const Tool& tool : known_tools()) EXPECT_FALSE(tool.package.empty());
}

TEST(Threads, EveryIndexRunsOnce) {
  std::vector<std::atomic<int>> seen(1000);
  parallel_for(seen.size(), 4, [&](size_t i) { ++seen[i]; });
  for (const auto& count : seen) EXPECT_EQ(count, 1);
}

TEST(Threads, TheFirstErrorComesBack) {
  EXPECT_THROW(parallel_for(100, 3,
                            [](size_t i) {
                              if (i == 7) throw Error("seven");
                            }),
               Error);
}

}  // namespace
}  // namespace mote
