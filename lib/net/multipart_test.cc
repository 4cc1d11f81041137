#include "lib/net/multipart.h"

#include <gtest/gtest.h>

#include <random>

#include "lib/base/error.h"

namespace mote {
namespace {

const std::string kType = "multipart/form-data; boundary=\"a b\"";

std::string part(const std::string& headings, const std::string& content) {
  return "--a b\r\n" + headings + "\r\n\r\n" + content + "\r\n";
}

const std::string kTwo =
    part(
        "Content-Disposition: form-data; name=\"data\"; "
        "filename=\"a;\\\"b\\\".wav\"\r\nContent-Type: audio/wav",
        "one\r\n--a\r\n") +
    part("content-disposition: form-data; name=note", "") + "--a b--\r\n";

TEST(Multipart, ReadsNamesTypesAndContent) {
  const auto parts = parse_multipart(kType, kTwo);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].name, "data");
  EXPECT_EQ(parts[0].file_name, "a;\"b\".wav");
  EXPECT_EQ(parts[0].type, "audio/wav");
  EXPECT_EQ(parts[0].content, "one\r\n--a\r\n");
  EXPECT_EQ(parts[1].name, "note");
  EXPECT_EQ(parts[1].file_name, "");
  EXPECT_EQ(parts[1].content, "");
  EXPECT_EQ(parse_multipart(kType, "preamble\r\n" + kTwo).size(), 2u);
  EXPECT_EQ(parse_multipart(kType, "--a b--").size(), 0u);
}

TEST(Multipart, FileNamesMayBeOfAnyLanguage) {
  const auto parts = parse_multipart(
      kType, part("Content-Disposition: form-data; name=\"data\"; "
                  "filename=\"x\"; filename*=UTF-8''gr%C3%BCn%20.wav",
                  "") +
                 "--a b--");
  EXPECT_EQ(parts.at(0).file_name, "gr\xC3\xBCn .wav");
}

TEST(Multipart, RefusesWhatIsNone) {
  const auto refused = [](const std::string& type, const std::string& body) {
    try {
      parse_multipart(type, body, 2);
    } catch (const Error& error) {
      return error.what_happened();
    }
    return std::string();
  };
  EXPECT_NE(refused("text/plain", kTwo), "");
  EXPECT_NE(refused("multipart/form-data", kTwo), "");
  EXPECT_NE(refused(kType, ""), "");
  EXPECT_NE(refused(kType, "abc").find("boundary is missing"),
            std::string::npos);
  EXPECT_NE(refused(kType, part("A: b", "") + kTwo).find("too many"),
            std::string::npos);
  EXPECT_NE(refused(kType, "--a b\r\nno heading\r\n--a b--"), "");
  for (size_t size = 0; size + 3 < kTwo.size(); ++size) {
    EXPECT_NE(refused(kType, kTwo.substr(0, size)), "") << size;
  }
}

TEST(Multipart, AnyBytesAreReadOrRefused) {
  std::mt19937 random(3);
  int read = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    std::string body = kTwo;
    for (int flip = 0; flip < 3; ++flip) {
      body[random() % body.size()] = "\r\n-a b:;\"\\%"[random() % 11];
    }
    try {
      for (const FormPart& part : parse_multipart(kType, body)) {
        EXPECT_LE(part.content.size(), body.size());
        ++read;
      }
    } catch (const Error&) {
    }
  }
  EXPECT_GT(read, 0);
}

TEST(Multipart, DecodesPercent) {
  EXPECT_EQ(decode_percent("turn%20it%20on"), "turn it on");
  EXPECT_EQ(decode_percent("50% %zz %4"), "50% %zz %4");
  EXPECT_EQ(decode_percent("%2e%2E"), "..");
}

}  // namespace
}  // namespace mote
