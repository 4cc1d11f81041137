// Archives that try to write elsewhere, in each format, and devices in them.
#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/dataset/sample_table.h"
#include "lib/signal/decode.h"
#include "stages/collect/import.h"

namespace mote {
namespace {

struct Entry {
  std::string name, content;
  unsigned type = AE_IFREG;
  std::string link = {};  // of AE_IFLNK
};

struct Format {
  const char* ending;
  int (*choose)(archive*);
};

void PrintTo(const Format& format, std::ostream* stream) {
  *stream << format.ending;
}

class HostileArchive : public testing::TestWithParam<Format> {
 protected:
  void write(const fs::path& file, const std::vector<Entry>& entries) const {
    archive* writer = archive_write_new();
    ASSERT_EQ(GetParam().choose(writer), ARCHIVE_OK);
    archive_write_open_filename(writer, file.c_str());
    for (const Entry& entry : entries) {
      archive_entry* head = archive_entry_new();
      archive_entry_set_pathname(head, entry.name.c_str());
      archive_entry_set_filetype(head, entry.type);
      archive_entry_set_perm(head, 0644);
      if (entry.type == AE_IFREG) {
        archive_entry_set_size(head,
                               static_cast<int64_t>(entry.content.size()));
      }
      if (entry.type == AE_IFLNK) {
        archive_entry_set_symlink(head, entry.link.c_str());
      }
      archive_write_header(writer, head);
      if (entry.type == AE_IFREG) {
        archive_write_data(writer, entry.content.data(), entry.content.size());
      }
      archive_entry_free(head);
    }
    archive_write_close(writer);
    archive_write_free(writer);
  }

  ImportReport import(const std::vector<Entry>& entries) {
    const fs::path file =
        folder.path() / (std::string("data") + GetParam().ending);
    write(file, entries);
    mote::Run run = quiet_run();
    return import_recordings(file, store, {}, run);
  }

  // Everything below the folder but the archive and the store.
  size_t strangers() const {
    size_t count = 0;
    for (const auto& file : fs::directory_iterator(folder.path())) {
      const std::string name = file.path().filename();
      count += name != "store" && !name.starts_with("data");
    }
    return count;
  }

  static std::string clip() {
    const auto bytes = encode_wav(mono_audio(16000, {1, 2, 3, 4, 5, 6}));
    return {bytes.begin(), bytes.end()};
  }

  TemporaryFolder folder;
  Store store{folder.path() / "store"};
};

TEST_P(HostileArchive, NamesThatLeadOutAreAnErrorAndStoreNothing) {
  for (const Entry& bad :
       {Entry{"../escape.wav", clip()}, Entry{"left/../../up.wav", clip()},
        Entry{"/tmp/mote_absolute.wav", clip()},
        Entry{"left/link.wav", "", AE_IFLNK, "/etc/passwd"},
        Entry{"left/up.wav", "", AE_IFLNK, "../../../etc/passwd"}}) {
    try {
      import({{"left/good.wav", clip()}, bad});
      ADD_FAILURE() << bad.name << " was taken";
    } catch (const Error& error) {
      EXPECT_NE(error.what_happened().find("leads out"), std::string::npos)
          << error.what_happened();
    }
    EXPECT_EQ(SampleTable(store).count(), 0u) << bad.name;
    EXPECT_TRUE(store.objects().list().empty()) << bad.name;
    EXPECT_EQ(strangers(), 0u) << bad.name;
    EXPECT_FALSE(fs::exists("/tmp/mote_absolute.wav"));
  }
}

TEST_P(HostileArchive, LinksWithinArePassedOver) {
  const auto report = import({{"left/good.wav", clip()},
                              {"left/again.wav", "", AE_IFLNK, "good.wav"}});
  EXPECT_EQ(report.added, 1u);
  EXPECT_EQ(strangers(), 0u);
}

// What an archive in the archive holds is not looked at.
TEST_P(HostileArchive, AnArchiveWithinIsNoRecording) {
  const fs::path inner = folder.path() / "data_inner";
  write(inner, {{"../escape.wav", clip()}});
  const auto report = import(
      {{"left/good.wav", clip()},
       {std::string("left/more") + GetParam().ending, read_text(inner)}});
  EXPECT_EQ(report.added, 1u);
  EXPECT_EQ(report.warnings.size() + report.refused.size(), 2u)
      << "of the archive, and of the licence";
  EXPECT_EQ(strangers(), 0u);
}

INSTANTIATE_TEST_SUITE_P(
    Formats, HostileArchive,
    testing::Values(Format{".tar", archive_write_set_format_pax_restricted},
                    Format{".zip", archive_write_set_format_zip},
                    Format{".7z", archive_write_set_format_7zip}),
    [](const auto& one) { return std::string(one.param.ending + 1); });

// Only tar has them.
TEST(HostileTar, DevicesAndPipesAreNotOpened) {
  TemporaryFolder folder;
  const fs::path file = folder.path() / "data.tar";
  archive* writer = archive_write_new();
  archive_write_set_format_pax_restricted(writer);
  archive_write_open_filename(writer, file.c_str());
  for (const unsigned type : {AE_IFCHR, AE_IFBLK, AE_IFIFO, AE_IFSOCK}) {
    archive_entry* head = archive_entry_new();
    archive_entry_set_pathname(
        head, ("left/" + std::to_string(type) + ".wav").c_str());
    archive_entry_set_filetype(head, type);
    archive_entry_set_rdev(head, 0x0105);  // /dev/zero
    archive_write_header(writer, head);
    archive_entry_free(head);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  Store store(folder.path() / "store");
  mote::Run run = quiet_run();
  EXPECT_THROW(import_recordings(file, store, {}, run), Error);
  EXPECT_EQ(SampleTable(store).count(), 0u);
}

}  // namespace
}  // namespace mote
