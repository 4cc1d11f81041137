// The whole of a firmware on one known model: micro_speech (silence, unknown,
// yes, no), from samples to scores, on the host and in the emulator.
#include "lib/firmware/firmware.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/base/threads.h"
#include "lib/compiler/compile.h"
#include "lib/firmware/elf.h"
#include "lib/firmware/emulated_detector.h"
#include "lib/firmware/measure.h"
#include "lib/runner/host_detector.h"
#include "lib/signal/decode.h"
#include "test/micro_speech.h"
#include "test/shared_data.h"

namespace mote {
namespace {

// With names that generated sources must escape.
Package micro_speech() {
  Package package = test::micro_speech();
  package.name = "micro \"speech\" ü";
  package.scores.labels = {"silence", "unknown", "yes", "nö \"no\""};
  package.detection.hops_a_score = 10;
  return package;
}

#define REQUIRE_TOOLS()                                            \
  MOTE_REQUIRE_SHARED();                                           \
  if (!find_program("qemu-system-arm") ||                          \
      !find_program("arm-none-eabi-g++")) {                        \
    GTEST_SKIP() << "needs qemu-system-arm and arm-none-eabi-g++"; \
  }

// Built once, in a folder with a space and beyond ASCII.
struct Built {
  Built() : target(read_target("qemu-cortex-m4")), package(micro_speech()) {
    mote::Run run = quiet_run({}, 2);
    firmware = build_firmware(package, target, folder.path() / "a ü", run);
  }
  TemporaryFolder folder;
  Target target;
  Package package;
  Firmware firmware;
};

const Built& built() {
  static const Built built;
  return built;
}

std::vector<std::vector<int16_t>> some_clips() {
  std::vector<std::vector<int16_t>> clips;
  for (const auto& entry : fs::recursive_directory_iterator(
           test::shared_path("datasets/micro_speech_wavs"))) {
    if (entry.path().extension() != ".wav") continue;
    clips.push_back(read_audio(entry.path(), 16000).int16_samples());
  }
  return clips;
}

TEST(Firmware, ScoresEqualTheHostsBitForBit) {
  REQUIRE_TOOLS();
  const auto clips = some_clips();
  ASSERT_GT(clips.size(), 3u);
  const auto host = make_host_detector(built().package)->score_all(clips);
  const auto emulated = make_emulated_detector(built().package, built().target,
                                               built().firmware.program)
                            ->score_all(clips);
  EXPECT_EQ(host, emulated);
  std::set<std::vector<int>> different(host.begin(), host.end());
  EXPECT_GT(different.size(), 2u);
}

// The whole detector, front end included, on processors without the
// multiplications of a Cortex-M4.
class FirmwareOnBoard : public testing::TestWithParam<const char*> {};

TEST_P(FirmwareOnBoard, ScoresEqualTheHostsBitForBit) {
  REQUIRE_TOOLS();
  auto clips = some_clips();
  clips.resize(2);
  const Target target = read_target(GetParam());
  const TemporaryFolder folder;
  mote::Run run = quiet_run({}, 2);
  const Firmware firmware =
      build_firmware(built().package, target, folder.path() / "fw", run);
  EXPECT_EQ(make_host_detector(built().package)->score_all(clips),
            make_emulated_detector(built().package, target, firmware.program)
                ->score_all(clips));
}

INSTANTIATE_TEST_SUITE_P(Boards, FirmwareOnBoard,
                         testing::Values("qemu-cortex-m0", "qemu-cortex-m3"),
                         [](const auto& instance) {
                           return std::string(instance.param).substr(12);
                         });

TEST(Firmware, DetectionsOfARunningSignalEqualTheHosts) {
  REQUIRE_TOOLS();
  std::vector<int16_t> signal;
  for (const auto& clip : some_clips()) {
    signal.insert(signal.end(), clip.begin(), clip.end());
  }
  const auto host = make_host_detector(built().package);
  const auto emulated = make_emulated_detector(built().package, built().target,
                                               built().firmware.program);
  const auto quiet = host->quiet_sound(signal);
  EXPECT_EQ(quiet, emulated->quiet_sound(signal));
  host->reset(quiet), emulated->reset(quiet);
  size_t found = 0;
  for (size_t start = 0; start < signal.size(); start += 1000) {
    const auto piece = std::span(signal).subspan(
        start, std::min<size_t>(1000, signal.size() - start));
    const auto expected = host->push(piece);
    EXPECT_EQ(expected, emulated->push(piece));
    found += expected.size();
  }
  EXPECT_GT(found, 0u);
}

// A head of four outputs in three labels, as if they were logits.
TEST(Firmware, GroupedLogitsEqualTheHosts) {
  REQUIRE_TOOLS();
  Package package = micro_speech();
  package.scores.labels = {"silence", "unknown", "no"};
  package.scores.logits = true;
  package.scores.groups = {0, 1, 1, 2};
  package.scores.log_priors = {-1.5, -0.2, -3.1, -1.0};
  const TemporaryFolder folder;
  mote::Run run = quiet_run({}, 2);
  const Firmware firmware =
      build_firmware(package, built().target, folder.path(), run);
  const auto clips = some_clips();
  const auto host = make_host_detector(package)->score_all(clips);
  EXPECT_EQ(host,
            make_emulated_detector(package, built().target, firmware.program)
                ->score_all(clips));
  for (const std::vector<int>& scores : host) {
    EXPECT_NEAR(scores[0] + scores[1] + scores[2], kScoreOne, 4);
  }
}

bool is_heap_operator(const std::string& symbol) {
  for (const char* start : {"_Znw", "_Zna", "_Zdl", "_Zda", "__cxa_"}) {
    if (symbol.starts_with(start)) return true;
  }
  return false;
}

TEST(Firmware, NeedsNoHeapNoPrintingAndNoLibraryMathematics) {
  REQUIRE_TOOLS();
  const std::set<std::string> forbidden = {
      "malloc", "free",   "calloc", "realloc", "_sbrk", "printf", "sprintf",
      "puts",   "abort",  "exp",    "expf",    "exp2",  "log",    "logf",
      "log2",   "sqrt",   "sqrtf",  "sin",     "sinf",  "cos",    "cosf",
      "tan",    "tanh",   "pow",    "powf",    "floor", "floorf", "ceil",
      "round",  "roundf", "lround", "fabs",    "fmod",  "ldexp",  "frexp"};
  const ElfImage image = read_elf(built().firmware.program);
  ASSERT_GT(image.symbols.size(), 20u);
  bool has_kernel = false;
  for (const ElfSymbol& symbol : image.symbols) {
    EXPECT_EQ(forbidden.count(symbol.name), 0u) << symbol.name;
    EXPECT_FALSE(is_heap_operator(symbol.name)) << symbol.name;
    has_kernel |= symbol.name.find("FullyConnected") != std::string::npos;
  }
  EXPECT_TRUE(has_kernel);
}

// Checks the syntax and all warnings, without generating code.
void expect_clean(const Target& target, const fs::path& folder,
                  const std::string& standard) {
  std::vector<std::vector<std::string>> commands;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".cc") continue;
    commands.push_back(
        compile_command(target, {standard, {"-Werror", "-fsyntax-only"}, {}},
                        fs::relative(entry.path(), folder), "unused.o"));
  }
  EXPECT_GT(commands.size(), 5u);
  std::vector<ProcessResult> results(commands.size());
  parallel_for(commands.size(), available_threads(), [&](size_t i) {
    ProcessOptions options;
    options.folder = folder;
    results[i] = run_process(commands[i], options);
  });
  for (const ProcessResult& result : results) {
    EXPECT_EQ(result.exit_code, 0) << standard << "\n" << result.errors;
  }
}

TEST(Firmware, SourcesAreCleanCpp14To20) {
  REQUIRE_TOOLS();
  const Target linux = read_target("linux");
  const fs::path folder = built().folder.path() / "linux";
  write_sources(firmware_sources(built().package, linux), folder);
  for (const char* standard : {"c++14", "c++17", "c++20"}) {
    expect_clean(built().target, built().firmware.sources, standard);
    expect_clean(linux, folder, standard);
  }
}

TEST(Firmware, BuildsWithoutMoteFromItsMakefile) {
  REQUIRE_TOOLS();
  if (!find_program("make")) GTEST_SKIP() << "needs make";
  const fs::path folder = built().folder.path() / "by make";
  fs::create_directories(folder);
  fs::copy(built().firmware.sources, folder / "src",
           fs::copy_options::recursive);
  ProcessOptions options;
  options.folder = folder / "src";
  const ProcessResult result = run_process({"make", "-j2"}, options);
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(read_elf(folder / "firmware.elf").flash_bytes,
            read_elf(built().firmware.program).flash_bytes);
  EXPECT_EQ(run_process({"make", "clean"}, options).exit_code, 0);
  EXPECT_FALSE(fs::exists(folder / "firmware.elf"));
}

TEST(Firmware, MeasuresWhatItCosts) {
  REQUIRE_TOOLS();
  const FirmwareFacts facts =
      measure_firmware(built().target, built().firmware.program,
                       *built().package.make_features());
  EXPECT_GT(facts.flash_bytes, 16704);  // the weights
  EXPECT_LT(facts.flash_bytes, 64 * 1024);
  EXPECT_GT(facts.ram_bytes, 4000);
  EXPECT_LT(facts.ram_bytes, 32 * 1024);
  EXPECT_GT(facts.stack_bytes, 100);
  EXPECT_LT(facts.stack_bytes, 4096);
  EXPECT_GT(facts.instructions_an_inference, 100000);
  EXPECT_GT(facts.instructions_a_second, 5 * facts.instructions_an_inference);
  EXPECT_EQ(facts.dropped_samples, 0);
  EXPECT_GT(facts.cpu_share, 0);
  EXPECT_LT(facts.cpu_share, 1);
}

TEST(Firmware, TheLinuxProgramListensToStandardInput) {
  MOTE_REQUIRE_SHARED();
  const TemporaryFolder folder;
  mote::Run run = quiet_run({}, 2);
  const Package package = micro_speech();
  const Firmware firmware =
      build_firmware(package, read_target("linux"), folder.path(), run);
  EXPECT_TRUE(fs::exists(firmware.image));

  std::vector<int16_t> signal;
  for (const auto& clip : some_clips()) {
    signal.insert(signal.end(), clip.begin(), clip.end());
  }
  ProcessOptions options;
  options.input.assign(reinterpret_cast<const char*>(signal.data()),
                       signal.size() * sizeof(int16_t));
  const ProcessResult result =
      run_process({firmware.program.string()}, options);
  EXPECT_EQ(result.exit_code, 0);
  const auto host = make_host_detector(package);
  std::string expected;
  for (const Detection& detection : host->push(signal)) {
    char line[80];
    std::snprintf(line, sizeof(line), "%8.2f s  %-16s %.2f\n", detection.time_s,
                  package.scores.labels[detection.label].c_str(),
                  detection.score / 32768.0);
    expected += line;
  }
  EXPECT_FALSE(expected.empty());
  EXPECT_EQ(result.output, expected);
}

}  // namespace
}  // namespace mote
