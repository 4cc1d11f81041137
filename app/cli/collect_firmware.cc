#include <fmt/ranges.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "lib/base/file.h"
#include "lib/firmware/sensor/sensor_driver.h"
#include "lib/firmware/sensor/sensor_firmware.h"
#include "stages/collect/record/signal_of_file.h"

namespace mote {
namespace {

struct FirmwareChoice {
  std::string folder, target = "qemu-cortex-m4";
  std::string signal, driver;  // files
  double rate_hz = 0;
  int baud = 921600;
};

constexpr int64_t kFlashForCode_bytes = 16384;

// The signal that the firmware holds: of a file, else the one for tests.
Signal compiled_in(const FirmwareChoice& choice, const Target& target) {
  if (choice.signal.empty()) return test_sensor_signal();
  Signal signal = signal_of_file(choice.signal, choice.rate_hz);
  const auto bytes = static_cast<int64_t>(std::visit(
      [](const auto& values) { return values.size() * sizeof(values[0]); },
      signal.samples));
  if (bytes + kFlashForCode_bytes > target.flash_bytes) {
    throw Error(fmt::format("the signal has {} bytes, and the board {} bytes "
                            "of flash",
                            bytes, target.flash_bytes),
                choice.signal, "Take a part of it.");
  }
  return signal;
}

int build_streaming_firmware(const FirmwareChoice& choice, Console& console,
                             const CommonOptions& common) {
  if (!choice.driver.empty() && !choice.signal.empty()) {
    throw UsageError("a driver and a signal", "--driver, --signal",
                     "Give one of them: a driver reads its own sensor.");
  }
  if (choice.baud < 1200 || choice.baud > 4000000) {
    throw UsageError("--baud must be from 1200 to 4000000");
  }
  const Target target = read_target(choice.target);
  nlohmann::json document = {{"folder", choice.folder},
                             {"target", target.name}};
  std::string driver;
  if (choice.driver.empty()) {
    const Signal signal = compiled_in(choice, target);
    driver = emit_sensor_driver(signal, target.title);
    const double line = line_bytes_a_second(signal);
    document["bytes_a_second"] = line;
    console.print(
        "{} axes, {} frames at {} Hz: {:.0f} bytes a second on the "
        "line, which carries {}",
        signal.axis_count(), signal.frame_count(), signal.rate_hz, line,
        choice.baud / 10);
    if (line * 10 > choice.baud) {
      console.progress().note(
          "Warning: a real line of that speed cannot carry it; the emulated "
          "one does. Raise --baud.");
    }
  } else {
    driver = read_text(choice.driver);
  }
  Run run = console.run(common.threads);
  const SensorFirmware firmware =
      build_sensor_firmware(driver, target, choice.baud, choice.folder, run);
  console.print(
      "{} streams over the UART of {}; record it with:\n"
      "  mote collect record LABEL --from firmware:{}",
      firmware.program.string(), target.title, choice.folder);
  document["program"] = firmware.program.string();
  document["image"] = firmware.image.string();
  document["sources"] = firmware.sources.string();
  console.result(document);
  return 0;
}

}  // namespace

void declare_firmware(Arguments& arguments) {
  auto choice = std::make_shared<FirmwareChoice>();
  arguments.positional("FOLDER", choice->folder, "where to build it");
  arguments.option(
      "--target", choice->target,
      fmt::format("the board: {}", fmt::join(sensor_targets(), ", ")));
  arguments.option("--signal", choice->signal,
                   "a recording to compile in, which is streamed as if it "
                   "were read (default: a test signal)");
  arguments.option("--rate", choice->rate_hz,
                   "of the recording, where it does not say it, in Hz");
  arguments.option("--driver", choice->driver,
                   "your sensor.cc, which reads the board's own sensor");
  arguments.option("--baud", choice->baud, "speed of the line");
  arguments.runs_stages();
  arguments.examples(
      "  mote collect firmware fw && "
      "mote collect record idle --from firmware:fw\n"
      "  mote collect firmware fw --signal walk.csv --target qemu-rv32\n"
      "  mote collect firmware fw --driver lis3dh.cc\n");
  arguments.action([choice](Console& console, const CommonOptions& common) {
    return build_streaming_firmware(*choice, console, common);
  });
}

}  // namespace mote
