#include "stages/collect/fetch.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/dataset/sample_table.h"
#include "lib/signal/decode.h"
#include "stages/collect/collect.h"
#include "stages/collect/import_archive.h"
#include "test/file_server.h"

namespace mote {
namespace {

struct Entry {
  std::string name;
  std::string content;
  unsigned type = AE_IFREG;
};

// A .tar.gz as another program writes it.
std::string tar_gz(const fs::path& file, const std::vector<Entry>& entries) {
  archive* writer = archive_write_new();
  archive_write_add_filter_gzip(writer);
  archive_write_set_format_pax_restricted(writer);
  archive_write_open_filename(writer, file.c_str());
  for (const Entry& entry : entries) {
    archive_entry* head = archive_entry_new();
    archive_entry_set_pathname(head, entry.name.c_str());
    archive_entry_set_size(head, static_cast<int64_t>(entry.content.size()));
    archive_entry_set_filetype(head, entry.type);
    archive_entry_set_perm(head, 0644);
    if (entry.type == AE_IFLNK) archive_entry_set_symlink(head, "/etc/passwd");
    archive_write_header(writer, head);
    archive_write_data(writer, entry.content.data(), entry.content.size());
    archive_entry_free(head);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  return read_text(file);
}

std::string clip(const std::string& name) {
  std::vector<int16_t> samples(1600);
  for (size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<int16_t>(mix64(hash64(name), i));
  }
  const auto bytes = encode_wav(mono_audio(16000, samples));
  return {bytes.begin(), bytes.end()};
}

// As the public archive is laid out, in small.
std::vector<Entry> speech_commands() {
  std::vector<Entry> entries = {
      {"./README.md", "About"},
      {"./validation_list.txt", "left/b_nohash_0.wav\n"},
      {"./_background_noise_/rain.wav", clip("rain")},
  };
  for (const char* name : {"left/a_nohash_0.wav", "left/b_nohash_0.wav",
                           "right/a_nohash_0.wav", "zero/c_nohash_0.wav"}) {
    entries.push_back({std::string("./") + name, clip(name)});
  }
  entries.push_back({"./testing_list.txt", "right/a_nohash_0.wav\n"});
  return entries;
}

class FetchTest : public testing::Test {
 protected:
  ImportReport import(const std::vector<Entry>& entries,
                      const std::vector<std::string>& labels = {}) {
    tar_gz(folder.path() / "set.tar.gz", entries);
    mote::Run run = quiet_run({}, 2);
    return import_archive(folder.path() / "set.tar.gz", &store, {}, labels,
                          run);
  }
  Sample stored(const std::string& name) {
    for (const Sample& sample : SampleTable(store).list()) {
      if (sample.name == name) return sample;
    }
    ADD_FAILURE() << name << " is not in the store";
    return {};
  }

  TemporaryFolder folder;
  Store store{folder.path() / "store"};
};

TEST_F(FetchTest, AnArchiveIsImportedAsItsFolderWouldBe) {
  EXPECT_EQ(import(speech_commands()).added, 5u);
  EXPECT_EQ(stored("left/b_nohash_0.wav").split, "validation");
  EXPECT_EQ(stored("right/a_nohash_0.wav").split, "test");
  EXPECT_EQ(stored("left/a_nohash_0.wav").split, "train");
  EXPECT_EQ(stored("left/a_nohash_0.wav").group, "a");
  EXPECT_EQ(stored("_background_noise_/rain.wav").label, kBackgroundLabel);
}

TEST_F(FetchTest, OnlyTheWantedLabelsAndTheBackground) {
  EXPECT_EQ(import(speech_commands(), {"left"}).added, 3u);
  EXPECT_EQ(collect(store, {}, 0).labels(), std::vector<std::string>{"left"});
}

TEST_F(FetchTest, ATopFolderIsNotALabel) {
  EXPECT_EQ(import({{"data/left/a.wav", clip("a")},
                    {"data/right/b.wav", clip("b")},
                    {"data/manifest.csv", "file,speaker\nleft/a.wav,anna\n"}})
                .added,
            2u);
  EXPECT_EQ(stored("left/a.wav").group, "anna");
}

TEST_F(FetchTest, NamesAndLinksThatLeadOutsideStoreNothing) {
  for (const Entry& bad : {Entry{"../left/escape.wav", clip("escape")},
                           Entry{"left/../../up.wav", clip("up")},
                           Entry{"/left/absolute.wav", clip("absolute")},
                           Entry{"left/link.wav", "", AE_IFLNK}}) {
    try {
      import({{"left/good.wav", clip("good")}, bad});
      FAIL() << bad.name;
    } catch (const Error& error) {
      EXPECT_NE(error.what_happened().find("leads out"), std::string::npos);
    }
    EXPECT_EQ(SampleTable(store).count(), 0u) << bad.name;
    EXPECT_TRUE(store.objects().list().empty()) << bad.name;
  }
}

TEST_F(FetchTest, ABombStoresNothing) {
  // A tar that promises 400 MiB within 512 bytes.
  std::string head(512, '\0');
  const auto put = [&](size_t at, const std::string& text) {
    head.replace(at, text.size(), text);
  };
  put(0, "left/zeros.wav");
  put(100, "0000644");
  put(124, "03100000000");
  put(156, "0");
  put(257, std::string("ustar\0"
                       "00",
                       8));
  put(148, "        ");
  unsigned sum = 0;
  for (unsigned char c : head) sum += c;
  char octal[8];
  std::snprintf(octal, sizeof octal, "%06o", sum);
  put(148, octal);
  const fs::path bomb = folder.path() / "bomb.tar";
  write_atomically(bomb, head);
  mote::Run run = quiet_run();
  try {
    import_archive(bomb, &store, {}, {}, run);
    FAIL() << "it was unpacked";
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("200 times"), std::string::npos);
  }
  EXPECT_EQ(SampleTable(store).count(), 0u);
}

TEST_F(FetchTest, WhatIsNoArchiveIsAClearError) {
  mote::Run run = quiet_run();
  write_atomically(folder.path() / "bad.tar.gz", std::string(1000, 'x'));
  EXPECT_THROW(
      import_archive(folder.path() / "bad.tar.gz", &store, {}, {}, run), Error);
  EXPECT_THROW(import({{"README.md", "nothing to hear"}}), Error);
}

TEST_F(FetchTest, AnEndlessNameIsRefused) {
  try {
    import({{ std::string(64'000, 'a') + ".wav", clip("a") }});
    FAIL() << "it was imported";
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("4,096 bytes"), std::string::npos);
  }
  const std::string long_name = "left/" + std::string(4000, 'a') + ".wav";
  EXPECT_EQ(import({{long_name, clip("a")}}).added, 1u);
}

TEST_F(FetchTest, ATruncatedArchiveKeepsWhatWasReported) {
  const std::string whole =
      tar_gz(folder.path() / "whole.tar.gz", speech_commands());
  mote::Run run = quiet_run();
  for (size_t size = 0; size < whole.size() - 8; size += 499) {
    write_atomically(folder.path() / "cut.tar.gz", whole.substr(0, size));
    EXPECT_THROW(
        import_archive(folder.path() / "cut.tar.gz", &store, {}, {}, run),
        Error)
        << size;
  }
}

TEST_F(FetchTest, DownloadsResumesChecksAndImports) {
  const std::string content =
      tar_gz(folder.path() / "set.tar.gz", speech_commands());
  test::FileServer server(content);
  server.break_after = content.size() / 3;
  const PublicDataset dataset{"small", server.url("speech.tar.gz"),
                              sha256(content), "", 0};
  mote::Run run = quiet_run();
  const fs::path scratch = folder.path() / "scratch";
  EXPECT_EQ(fetch_dataset(dataset, scratch, store, {}, run).added, 5u);
  EXPECT_GE(server.ranges, 2);
  EXPECT_TRUE(fs::is_empty(scratch)) << "the archive is no longer needed";
  server.break_after = SIZE_MAX;
  EXPECT_EQ(fetch_dataset(dataset, scratch, store, {}, run).duplicates, 5u);
}

TEST_F(FetchTest, AnUnknownNameSaysWhichAreKnown) {
  try {
    public_dataset("speech-comands");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_NE(error.hint().find("speech-commands"), std::string::npos);
  }
  EXPECT_EQ(public_dataset("speech-commands").sha256.size(), 64u);
}

}  // namespace
}  // namespace mote
