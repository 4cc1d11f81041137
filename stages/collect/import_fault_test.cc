// Imports, snapshots and checkouts that are killed at any of their calls that
// change files, and several importers at once.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/dataset/sample_table.h"
#include "lib/dataset/versions.h"
#include "lib/signal/decode.h"
#include "stages/collect/import.h"
#include "test/fault.h"

namespace mote {
namespace {

using test::Fault;
using test::FaultRun;
using test::FaultyProcess;

constexpr size_t kMoments = 8;  // of each that are tried

void write_file(const fs::path& file, const std::string& content) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
}

// Recordings [begin, end), a folder a label.
void write_clips(const fs::path& folder, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    std::vector<int16_t> samples(800);
    for (size_t k = 0; k < samples.size(); ++k) {
      samples[k] = static_cast<int16_t>(mix64(static_cast<uint64_t>(i), k));
    }
    const auto wav = encode_wav(mono_audio(16000, samples));
    write_file(folder / "left" / (std::to_string(i) + ".wav"),
               {wav.begin(), wav.end()});
  }
}

// A table of `count` samples of ten rows each.
void write_table(const fs::path& file, int count) {
  std::string rows = "time,sample,label,x,y\n";
  for (int i = 0; i < count * 10; ++i) {
    rows += std::to_string(i * 10) + ",s" + std::to_string(i / 10) + "," +
            (i / 10 % 2 == 0 ? "up" : "down") + "," + std::to_string(i) + "," +
            std::to_string(-2 * i) + "\n";
  }
  write_file(file, rows);
}

// How imports are fed.
struct Source {
  const char* name;
  size_t samples;
  void (*write)(const fs::path& folder);
};

void PrintTo(const Source& source, std::ostream* stream) {
  *stream << source.name;
}

class ImportFaultTest : public testing::TestWithParam<Source> {
 protected:
  ImportFaultTest() { GetParam().write(source); }

  int import(const fs::path& place) const {
    Store store(place);
    mote::Run run = quiet_run();
    import_recordings(source, store, {}, run);
    return 0;
  }

  size_t calls() const {
    const fs::path whole = folder.path() / "whole";
    return FaultyProcess(Fault::kKill, 0)
        .run([&] { return import(whole); })
        .calls;
  }

  // All of it once, whole, and no object that nobody needs.
  void expect_whole(const fs::path& place) const {
    Store store(place);
    const auto samples = SampleTable(store).list();
    EXPECT_EQ(samples.size(), GetParam().samples);
    for (const Sample& sample : samples) {
      ASSERT_EQ(store.objects().check(sample.id), ObjectStore::State::kIntact);
    }
    EXPECT_EQ(store.objects().list().size(), GetParam().samples);
    EXPECT_EQ(fs::is_empty(place / "objects" / "incoming"), true);
  }

  TemporaryFolder folder{test::quick_folder()};
  fs::path source = folder.path() / "source";
};

TEST_P(ImportFaultTest, KilledTheNextOneEndsTheSame) {
  MOTE_REQUIRE_FAULTS(Fault::kKill);
  const size_t all = calls();
  ASSERT_GT(all, kMoments);
  for (size_t i = 1; i <= kMoments; ++i) {
    const size_t at = i * all / kMoments;
    SCOPED_TRACE("killed before call " + std::to_string(at));
    const fs::path place = folder.path() / std::to_string(at);
    ASSERT_TRUE(FaultyProcess(Fault::kKill, at)
                    .run([&] { return import(place); })
                    .killed);
    EXPECT_EQ(import(place), 0);
    expect_whole(place);
  }
}

TEST_P(ImportFaultTest, AFullDiskIsSaidAndTheNextOneEndsTheSame) {
  MOTE_REQUIRE_FAULTS(Fault::kDiskFull);
  constexpr int kSaid = 3;
  const size_t all = calls();
  size_t said = 0;
  for (size_t i = 0; i < kMoments; ++i) {
    const size_t at = 1 + i * all / kMoments;
    SCOPED_TRACE("full from call " + std::to_string(at));
    const fs::path place = folder.path() / ("full" + std::to_string(at));
    Store(place).objects().list();  // a project that is there
    const FaultRun run = FaultyProcess(Fault::kDiskFull, at).run([&] {
      try {
        return import(place);
      } catch (const Error&) {
        return kSaid;
      }
    });
    EXPECT_TRUE(run.exit_code == kSaid || run.exit_code == 0) << run.exit_code;
    said += run.exit_code == kSaid;
    EXPECT_EQ(import(place), 0);
    expect_whole(place);
  }
  EXPECT_GT(said, kMoments / 2);
}

INSTANTIATE_TEST_SUITE_P(
    Sources, ImportFaultTest,
    testing::Values(Source{"clips", 300,
                           [](const fs::path& folder) {
                             write_clips(folder, 0, 300);
                           }},
                    Source{"table", 60,
                           [](const fs::path& folder) {
                             write_table(folder / "readings.csv", 60);
                           }}),
    [](const auto& one) { return std::string(one.param.name); });

// Two bring the same, two others something else each.
TEST(Importers, FourAtOnceAddEachRecordingOnce) {
  TemporaryFolder folder{test::quick_folder()};
  const fs::path place = folder.path() / "store";
  write_clips(folder.path() / "a", 0, 150);
  write_clips(folder.path() / "b", 150, 250);
  write_clips(folder.path() / "c", 250, 300);
  std::vector<pid_t> children;
  for (const char* source : {"a", "a", "b", "c"}) {
    children.push_back(::fork());
    if (children.back() != 0) continue;
    Store store(place);
    mote::Run run = quiet_run();
    import_recordings(folder.path() / source, store, {}, run);
    ::_exit(0);
  }
  for (const pid_t child : children) {
    int status = 1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  Store store(place);
  EXPECT_EQ(SampleTable(store).count(), 300u);
  for (const Sample& sample : SampleTable(store).list()) {
    ASSERT_EQ(store.objects().check(sample.id), ObjectStore::State::kIntact);
  }
}

// A version is there whole or not at all, and so is its checkout.
TEST(VersionFault, KilledSnapshotsAndCheckoutsHappenOrDoNot) {
  MOTE_REQUIRE_FAULTS(Fault::kKill);
  TemporaryFolder folder{test::quick_folder()};
  write_clips(folder.path() / "source", 0, 20);
  const fs::path made = folder.path() / "made";
  {
    Store store(made);
    Versions(store).save("empty", {});
    mote::Run run = quiet_run();
    import_recordings(folder.path() / "source", store, {}, run);
  }
  bool killed = true;
  size_t kept = 0, gone = 0;
  for (size_t at = 1; killed; at += 17) {
    const fs::path place = folder.path() / std::to_string(at);
    fs::copy(made, place, fs::copy_options::recursive);
    killed = FaultyProcess(Fault::kKill, at)
                 .run([&] {
                   Store store(place);
                   Versions(store).save("full", {});
                   Versions(store).checkout("empty", {});
                   return 0;
                 })
                 .killed;
    Store store(place);
    const size_t there = SampleTable(store).count();
    ASSERT_TRUE(there == 20 || there == 0) << there;
    const size_t versions = Versions(store).list().size();
    ASSERT_TRUE(there == 20 || versions == 2);
    if (versions == 1) Versions(store).save("full", {});
    Versions(store).checkout("full", {});
    EXPECT_EQ(SampleTable(store).count(), 20u);
    kept += versions == 1;
    gone += there == 0;
  }
  EXPECT_GT(kept, 1u);
  EXPECT_GT(gone, 0u);
}

}  // namespace
}  // namespace mote
