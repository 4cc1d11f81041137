#include "test/end_to_end/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <thread>

#include "lib/base/hash.h"
#include "lib/signal/decode.h"

namespace mote::test {
namespace {

const std::string kProgram = std::string(MOTE_BINARY_DIR) + "/mote";

std::vector<std::string> command_of(const std::vector<std::string>& words) {
  std::vector<std::string> command = {kProgram};
  command.insert(command.end(), words.begin(), words.end());
  return command;
}

constexpr double kRateHz = 16000;
constexpr int kSpeakers = 12, kTakes = 2;

// A rising or falling tone in the middle of a second, over faint noise.
std::vector<int16_t> chirp(size_t word, int speaker, int take) {
  std::vector<int16_t> samples(16000);
  const double pitch = 1 + 0.02 * speaker;
  const double start_hz = (400 + 500 * static_cast<double>(word % 4)) * pitch;
  const double slope_hz = word % 2 == 0 ? 600 : -250;
  double phase = 0;
  for (size_t i = 0; i < samples.size(); ++i) {
    const double noise =
        static_cast<double>(mix64(word * 1000 + speaker * 10 + take, i) % 200) -
        100;
    const double t = static_cast<double>(i) / kRateHz - 0.3;
    const bool inside = t >= 0 && t < 0.4;
    phase += 2 * M_PI * (start_hz + slope_hz * t) / kRateHz;
    samples[i] = static_cast<int16_t>(
        noise +
        (inside ? 9000 * std::sin(phase) * std::sin(M_PI * t / 0.4) : 0));
  }
  return samples;
}

std::vector<int16_t> noise(size_t count) {
  std::vector<int16_t> samples(count);
  for (size_t i = 0; i < count; ++i) {
    samples[i] = static_cast<int16_t>(mix64(7, i) % 1200) - 600;
  }
  return samples;
}

}  // namespace

ProcessResult mote(const fs::path& folder, std::vector<std::string> words) {
  ProcessOptions options;
  options.folder = folder;
  options.timeout_s = 300;
  return run_process(command_of(words), options);
}

nlohmann::json mote_json(const fs::path& folder, std::vector<std::string> words,
                         int expected_exit_code) {
  words.push_back("--json");
  const ProcessResult result = mote(folder, words);
  EXPECT_EQ(result.exit_code, expected_exit_code) << result.errors;
  const auto document = nlohmann::json::parse(result.output, nullptr, false);
  EXPECT_FALSE(document.is_discarded())
      << "not one JSON document: " << result.output;
  return document;
}

Background::Background(const fs::path& folder,
                       const std::vector<std::string>& words,
                       const fs::path& output) {
  const std::vector<std::string> command = command_of(words);
  child_ = ::fork();
  if (child_ != 0) return;
  if (::chdir(folder.c_str()) != 0) ::_exit(126);
  const int nothing = ::open("/dev/null", O_RDWR);
  for (int end = 0; end < 3; ++end) ::dup2(nothing, end);
  ::dup2(::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), 1);
  std::vector<char*> arguments;
  for (const auto& word : command) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

Background::~Background() {
  if (waited_) return;
  ::kill(child_, SIGKILL);
  wait();
}

void Background::send(int signal) { ::kill(child_, signal); }

int Background::wait() {
  int status = 0;
  ::waitpid(child_, &status, 0);
  waited_ = true;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void write_recordings(const fs::path& folder,
                      const std::vector<std::string>& words) {
  for (size_t word = 0; word < words.size(); ++word) {
    fs::create_directories(folder / words[word]);
    for (int speaker = 0; speaker < kSpeakers; ++speaker) {
      for (int take = 0; take < kTakes; ++take) {
        const std::string name = "speaker" + std::to_string(speaker) +
                                 "_nohash_" + std::to_string(take) + ".wav";
        write_wav(folder / words[word] / name,
                  mono_audio(kRateHz, chirp(word, speaker, take)));
      }
    }
  }
  fs::create_directories(folder / "_background_noise_");
  write_wav(folder / "_background_noise_" / "hiss.wav",
            mono_audio(kRateHz, noise(16000 * 5)));
}

TinyProject::TinyProject() : folder_(root_.path() / "lamp") {
  write_recordings(recordings(), {"left", "right", "cat", "dog"});
  const ProcessResult made =
      mote(root_.path(), {"new", "lamp", "--words", "left,right", "--dataset",
                          recordings().string()});
  EXPECT_EQ(made.exit_code, 0) << made.errors;
  set("[collect]\ntest_percent = 30\nvalidation_percent = 30\n");
  // The targets of the template belong to real voices.
  std::string text = read_text(folder_ / "mote.toml");
  const auto replace = [&](const std::string& from, const std::string& to) {
    const size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
  };
  replace("epochs = 40", "epochs = 3\nclips_an_epoch = 300");
  replace("targets = [\"qemu-cortex-m4\", \"linux\"]", "targets = [\"linux\"]");
  replace(">= 0.90", ">= 0.10");
  write_atomically(folder_ / "mote.toml", text);
}

void TinyProject::set(const std::string& text) {
  write_atomically(folder_ / "mote.toml",
                   read_text(folder_ / "mote.toml") + "\n" + text);
}

std::vector<std::string> left_aside(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    if (entry.is_regular_file() && name.front() == '.') names.push_back(name);
  }
  return names;
}

bool wait_for_file(const fs::path& folder, const std::string& part_of_path,
                   double seconds) {
  for (int i = 0; i < seconds * 50; ++i) {
    std::error_code ignored;
    for (auto it = fs::recursive_directory_iterator(folder, ignored);
         it != fs::recursive_directory_iterator(); it.increment(ignored)) {
      if (it->path().string().find(part_of_path) != std::string::npos) {
        return true;
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

}  // namespace mote::test
