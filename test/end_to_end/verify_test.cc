// Every fault that `mote collect verify` finds is mended by the command that it
// prints, run by a shell as it stands, and comes back with an undo.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "lib/base/hash.h"
#include "lib/signal/decode.h"
#include "lib/signal/resample.h"
#include "lib/store/store.h"
#include "test/end_to_end/program.h"

namespace mote::test {
namespace {

using Json = nlohmann::json;
using Samples = std::vector<int16_t>;

constexpr double kRateHz = 16000;

// A second of noise whose loudness swells, different for each name.
Samples sound(const std::string& name, size_t length = 16000) {
  Samples samples(length);
  double slow = 0;
  for (size_t i = 0; i < length; ++i) {
    const double noise =
        static_cast<double>(mix64(hash64(name), i) % 2001) / 1000 - 1;
    slow += 0.3 * (noise - slow);
    const double swell =
        std::sin(M_PI * static_cast<double>(i) / static_cast<double>(length));
    samples[i] = static_cast<int16_t>(9000 * swell * slow + 300 * noise);
  }
  return samples;
}

void save(const fs::path& file, const Samples& samples,
          double rate_hz = kRateHz) {
  fs::create_directories(file.parent_path());
  write_wav(file, mono_audio(rate_hz, samples));
}

// The same recording as another file: a chunk more that nobody reads.
void save_again(const fs::path& file, const Samples& samples) {
  auto bytes = encode_wav(mono_audio(kRateHz, samples));
  const std::string more = std::string("junk\4\0\0\0more", 12);
  bytes.insert(bytes.end(), more.begin(), more.end());
  const auto size = static_cast<uint32_t>(bytes.size() - 8);
  for (size_t i = 0; i < 4; ++i) {
    bytes[4 + i] = static_cast<uint8_t>(size >> (8 * i));
  }
  fs::create_directories(file.parent_path());
  write_atomically(file, bytes);
}

// Two seconds of an accelerometer that is moved, in g.
std::string readings(const std::string& name, double gravity = 1,
                     const char* title = "x[g],y[g],z[g]") {
  std::string text = std::string("time_s,") + title + "\n";
  for (uint64_t i = 0; i < 200; ++i) {
    text += std::to_string(static_cast<double>(i) / 100);
    for (uint64_t axis = 0; axis < 3; ++axis) {
      const double noise =
          static_cast<double>(mix64(hash64(name), 3 * i + axis) % 1000) / 2500;
      text += "," + std::to_string(gravity * (noise + (axis == 2 ? 0.8 : 0)));
    }
    text += "\n";
  }
  return text;
}

void save_text(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  write_atomically(file, text);
}

std::string replaced(std::string text, size_t line, const std::string& by) {
  size_t begin = 0;
  for (size_t i = 0; i < line; ++i) begin = text.find('\n', begin) + 1;
  return text.replace(begin, text.find('\n', begin) - begin, by);
}

struct PlantedFault {
  const char* kind;
  bool is_sound;             // the recordings around it
  const char* requirements;  // lines of [requirements]
  void (*plant)(const fs::path& folder);
  const char* about = "";  // part of the name of what must be named
};

void plant_clipping(const fs::path& folder) {
  Samples samples = sound("loud");
  for (int16_t& value : samples) {
    value = static_cast<int16_t>(std::clamp(value * 8, -32768, 32767));
  }
  save(folder / "left" / "planted.wav", samples);
}

void plant_silence(const fs::path& folder) {
  Samples samples = sound("still");
  for (int16_t& value : samples) value = static_cast<int16_t>(value % 8);
  save(folder / "left" / "planted.wav", samples);
}

void plant_offset(const fs::path& folder) {
  Samples samples = sound("offset");
  for (int16_t& value : samples) value = static_cast<int16_t>(value + 9000);
  save(folder / "left" / "planted.wav", samples);
}

void plant_dropout(const fs::path& folder) {
  Samples samples = sound("gap");
  std::fill_n(samples.begin() + 8000, 320, int16_t{0});
  save(folder / "left" / "planted.wav", samples);
}

void plant_upsampled(const fs::path& folder) {
  const Signal low = resample(mono_audio(kRateHz, sound("low")), 8000);
  save(folder / "left" / "planted.wav", resample(low, kRateHz).int16_samples());
}

void plant_low_rate(const fs::path& folder) {
  save(folder / "left" / "planted.wav", sound("low", 8000), 8000);
}

void plant_short(const fs::path& folder) {
  save(folder / "left" / "planted.wav", sound("short", 6000));
}

void plant_long(const fs::path& folder) {
  save(folder / "left" / "planted.wav", sound("long", 30000));
}

void plant_duplicate(const fs::path& folder) {
  save_again(folder / "left" / "planted.wav", sound("left3"));
}

void plant_near_duplicate(const fs::path& folder) {
  Samples samples = sound("left3");
  for (int16_t& value : samples) value = static_cast<int16_t>(value / 2);
  save(folder / "left" / "planted.wav", samples);
}

void plant_leak(const fs::path& folder) {
  Samples samples = sound("on both sides");
  save(folder / "test" / "left" / "same.wav", samples);
  for (int16_t& value : samples) value = static_cast<int16_t>(value / 2);
  save(folder / "train" / "left" / "planted.wav", samples);
}

void plant_group_leak(const fs::path& folder) {
  save(folder / "train" / "left" / "anna_nohash_0.wav", sound("anna0"));
  save(folder / "train" / "left" / "anna_nohash_1.wav", sound("anna1"));
  save(folder / "test" / "left" / "anna_nohash_planted.wav", sound("anna2"));
}

void plant_label(const fs::path& folder) {
  save(folder / "dog" / "planted.wav", sound("dog"));
}

void plant_unlabelled(const fs::path& folder) {
  save(folder / "left" / "planted.wav", sound("somebody"));
  save_text(folder / "manifest.csv",
            "file,label\nleft/planted.wav,unlabelled\n");
}

void plant_outlier(const fs::path& folder) {
  Samples samples(16000);
  for (size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<int16_t>(i % 4000 < 40 ? 20000 : i % 7);
  }
  save(folder / "left" / "planted.wav", samples);
}

void plant_nothing(const fs::path&) {}

void plant_missing_value(const fs::path& folder) {
  save_text(folder / "wave" / "planted.csv",
            replaced(readings("lost"), 50, "0.49,0.1,nan,0.9"));
}

void plant_dead_axis(const fs::path& folder) {
  std::string text = "time_s,x[g],y[g],z[g]\n";
  for (int i = 0; i < 200; ++i) {
    text += std::to_string(i / 100.0) + "," +
            std::to_string(i * i % 97 / 97.0) + ",0.5," +
            std::to_string(0.8 + i * i % 89 / 400.0) + "\n";
  }
  save_text(folder / "wave" / "planted.csv", text);
}

void plant_wrong_unit(const fs::path& folder) {
  save_text(folder / "wave" / "planted.csv", readings("metric", 9.81));
}

void plant_other_unit(const fs::path& folder) {
  save_text(folder / "wave" / "planted.csv",
            readings("milli", 1000, "x[mg],y[mg],z[mg]"));
}

void plant_no_unit(const fs::path& folder) {
  save_text(folder / "wave" / "planted.csv", readings("none", 1, "x,y,z"));
}

void plant_beyond_range(const fs::path& folder) {
  save_text(folder / "wave" / "planted.csv",
            replaced(readings("far"), 50, "0.49,0.1,7,0.9"));
}

constexpr PlantedFault kFaults[] = {
    {"clipping", true, "", plant_clipping, "planted"},
    {"silence", true, "", plant_silence, "planted"},
    {"dc_offset", true, "", plant_offset, "planted"},
    {"dropout", true, "", plant_dropout, "planted"},
    {"upsampled", true, "", plant_upsampled, "planted"},
    {"low_rate", true, "rate = \"16 kHz\"", plant_low_rate, "planted"},
    {"short", true, "", plant_short, "planted"},
    {"duration", true, "duration = \"1 s\"", plant_short, "planted"},
    {"duration", true, "duration = \"0.5..1.5 s\"", plant_long, "planted"},
    {"duplicate", true, "", plant_duplicate, ""},
    {"near_duplicate", true, "", plant_near_duplicate, "planted"},
    {"leak", true, "", plant_leak, "planted"},
    {"group_leak", true, "", plant_group_leak, "planted"},
    {"label", true, "labels = [\"left\", \"right\"]", plant_label, "planted"},
    {"unlabelled", true, "", plant_unlabelled, "planted"},
    {"outlier", true, "", plant_outlier, "planted"},
    {"few_samples", true, "labels = [\"left\", \"right\", \"hello\"]",
     plant_nothing, ""},
    {"few_groups", true,
     "labels = [\"left\", \"right\"]\nmin_groups_per_label = 20", plant_nothing,
     ""},
    {"imbalance", true, "labels = [\"left\", \"right\", \"dog\"]", plant_label,
     ""},
    {"missing_values", false, "", plant_missing_value, "planted"},
    {"dead_axis", false, "", plant_dead_axis, "planted"},
    {"wrong_unit", false, "", plant_wrong_unit, "planted"},
    {"unit", false, "units = [\"g\"]", plant_other_unit, "planted"},
    {"unit", false, "units = [\"g\"]", plant_no_unit, "planted"},
    {"unit", false, "units = [\"m/s2\"]", plant_nothing, ""},
    {"range", false, "range = [\"-4..4 g\"]", plant_beyond_range, "planted"},
    {"low_rate", false, "rate = \"200 Hz\"", plant_nothing, ""}};

class VerifyMends : public testing::TestWithParam<PlantedFault> {
 protected:
  void SetUp() override {
    const fs::path source = root.path() / "recordings";
    for (int i = 0; i < 12; ++i) {
      const std::string number = std::to_string(i);
      if (GetParam().is_sound) {
        for (const std::string label : {"left", "right"}) {
          save(source / label / (label + number + ".wav"),
               sound(label + number));
        }
      } else {
        save_text(source / "wave" / (number + ".csv"), readings(number));
      }
    }
    GetParam().plant(source);
    ASSERT_EQ(mote(root.path(), {"new", "p", "--template", "blank"}).exit_code,
              0);
    std::string settings = read_text(project / "mote.toml");
    const size_t at = settings.find("[requirements]\n");
    const std::string given = GetParam().requirements;
    if (given.find("labels =") != std::string::npos) {
      const size_t labels = settings.find("labels =");
      settings.erase(labels, settings.find('\n', labels) - labels);
    }
    settings.insert(at + std::string("[requirements]\n").size(), given + "\n");
    write_atomically(project / "mote.toml", settings);
    ASSERT_EQ(mote(project, {"collect", "import", source.string()}).exit_code,
              0);
  }

  // The findings of the kind in question.
  std::vector<Json> findings() const {
    const ProcessResult result = mote(project, {"collect", "verify", "--json"});
    EXPECT_LT(result.exit_code, 2) << result.errors;
    std::vector<Json> found;
    const Json document = Json::parse(result.output, nullptr, false);
    if (document.is_discarded()) return found;
    for (const Json& finding : document.at("findings")) {
      if (finding.at("kind") == GetParam().kind) found.push_back(finding);
    }
    return found;
  }

  ProcessResult shell(const std::string& command) const {
    ProcessOptions options;
    options.folder = project;
    return run_process(
        {"sh", "-c", "PATH='" MOTE_BINARY_DIR "':$PATH; " + command}, options);
  }

  TemporaryFolder root;
  fs::path project = root.path() / "p";
};

TEST_P(VerifyMends, WhatItPrintsAndUndoes) {
  const auto found = findings();
  ASSERT_FALSE(found.empty());
  EXPECT_NE(found[0].at("samples").dump().find(GetParam().about),
            std::string::npos);
  std::set<std::string> commands;
  for (const Json& finding : found) {
    commands.insert(finding.at("command").get<std::string>());
  }
  const auto changes = [&] {
    return mote_json(project, {"collect", "log", "--limit", "0"})
        .at("changes")
        .size();
  };
  const size_t before = changes();
  for (const std::string& command : commands) {
    const ProcessResult done = shell(command);
    EXPECT_EQ(done.exit_code, 0) << command << "\n" << done.errors;
  }
  EXPECT_TRUE(findings().empty()) << findings()[0].dump(1);
  const size_t made = changes() - before;
  EXPECT_GE(made, 1u);
  mote_json(project, {"collect", "undo", std::to_string(made)});
  EXPECT_EQ(findings(), found);
}

TEST_P(VerifyMends, AllOfAKindAtOnce) {
  const std::vector<std::string> mend = {"collect", "verify", "--mend",
                                         GetParam().kind};
  auto dry = mend;
  dry.push_back("--dry-run");
  const auto found = findings();
  ASSERT_FALSE(found.empty());
  if (found[0].at("command").get<std::string>().find("synthesize") !=
      std::string::npos) {
    EXPECT_EQ(mote(project, mend).exit_code, 1) << "needs recordings";
    return;
  }
  EXPECT_EQ(mote_json(project, dry).at("changed"), 0);
  EXPECT_EQ(findings(), found);
  EXPECT_GE(mote_json(project, mend).at("changed"), 1);
  EXPECT_TRUE(findings().empty());
  mote_json(project, {"collect", "undo"});
  EXPECT_EQ(findings(), found);
}

std::string name_of(const testing::TestParamInfo<PlantedFault>& instance) {
  return std::string(instance.param.kind) + std::to_string(instance.index);
}

INSTANTIATE_TEST_SUITE_P(Faults, VerifyMends, testing::ValuesIn(kFaults),
                         name_of);

}  // namespace
}  // namespace mote::test
