#include "stages/infer/infer.h"

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/project_detector.h"
#include "lib/base/file.h"
#include "lib/signal/open.h"

namespace mote {
namespace {

struct InferOptions {
  std::string file, on = "int8", microphone;
  bool live = false, cold = false;
};

nlohmann::json detection_json(const Detection& detection,
                              const Detector& detector) {
  return {{"label", detector.labels()[detection.label]},
          {"time_s", detection.time_s},
          {"score", static_cast<double>(detection.score) / kScoreOne}};
}

DetectionWatcher printer(const Detector& detector, Console& console) {
  return [&](const Detection& detection) {
    console.print("{:8.2f} s  {:<16} {:.2f}", detection.time_s,
                  detector.labels()[detection.label],
                  static_cast<double>(detection.score) / kScoreOne);
  };
}

int infer_file(const InferOptions& options, Detector& detector,
               Console& console) {
  const Signal signal = open_signal(read_bytes(options.file), 0, options.file);
  Run run = console.run(1);
  InferSettings settings;
  settings.warm_up = !options.cold;
  const auto found = infer(detector, detector.samples(signal, options.file),
                           settings, run, printer(detector, console));
  if (found.empty()) {
    console.print("Nothing was detected in {:.1f} s.", signal.seconds());
  }
  nlohmann::json list = nlohmann::json::array();
  for (const Detection& detection : found) {
    list.push_back(detection_json(detection, detector));
  }
  console.result({{"file", options.file},
                  {"seconds", signal.seconds()},
                  {"on", options.on},
                  {"detections", list}});
  return 0;
}

int infer_microphone(const InferOptions& options, Detector& detector,
                     Console& console) {
  ListenOptions listening;
  listening.rate_hz = detector.samples_a_second();
  listening.device = options.microphone;
  Run run = console.run(1);
  console.print("Listening; Ctrl-C ends.");
  nlohmann::json list = nlohmann::json::array();
  const DetectionWatcher print = printer(detector, console);
  const int64_t lost =
      infer_live(detector, listening, run, [&](const Detection& detection) {
        print(detection);
        list.push_back(detection_json(detection, detector));
      });
  if (lost > 0) console.print("Samples were lost {} times.", lost);
  console.result({{"on", options.on}, {"lost", lost}, {"detections", list}});
  return 0;
}

int infer_any(const InferOptions& options, Console& console,
              const CommonOptions& common) {
  if (options.live == !options.file.empty()) {
    throw UsageError("give a sound file, or --live", "mote infer",
                     "Such as: mote infer recording.wav");
  }
  const Project project = Project::open(common.project, common.overrides);
  const auto detector = project_detector(project, options.on, console, common);
  return options.live ? infer_microphone(options, *detector, console)
                      : infer_file(options, *detector, console);
}

}  // namespace

void infer_command(Arguments& arguments) {
  auto options = std::make_shared<InferOptions>();
  arguments.runs_stages();
  arguments.positional("FILE", options->file, "a recording of any length",
                       false);
  arguments.flag("--live", options->live, "listen to the microphone");
  arguments.flag("--cold", options->cold,
                 "start as after power-on, without the recording's own quiet "
                 "sound before and after it");
  arguments.option("--microphone", options->microphone,
                   "part of the device's name (default: the system's)");
  arguments.choice("--on", options->on, {"int8", "float", "firmware"},
                   "what runs the model: this computer or the emulator");
  arguments.examples(
      "  mote infer recording.wav\n"
      "  mote infer recording.wav --on firmware --json\n"
      "  mote infer --live\n");
  arguments.action([options](Console& console, const CommonOptions& common) {
    return infer_any(*options, console, common);
  });
}

}  // namespace mote
