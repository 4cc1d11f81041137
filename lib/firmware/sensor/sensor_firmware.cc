#include "lib/firmware/sensor/sensor_firmware.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <set>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/resources.h"
#include "lib/firmware/elf.h"
#include "lib/firmware/sources.h"

namespace mote {
namespace {

constexpr const char* kTargetFile = "target";

// The UART drivers of a target: those of its own folder win.
std::vector<SourceFile> uart_sources(const Target& target) {
  std::vector<SourceFile> files;
  std::set<fs::path> names;
  for (const std::string& board : target.board_folders) {
    const fs::path folder =
        resource_folder() / "targets" / "board" / board / "stream";
    if (!fs::is_directory(folder)) continue;
    for (const auto& entry : fs::directory_iterator(folder)) {
      const fs::path name = entry.path().filename();
      if (names.insert(name).second) {
        files.push_back({name, read_text(entry.path())});
      }
    }
  }
  return files;
}

// Of sys_tick, and of the UART.
double ticks_per_second(const Target& target) {
  return target.qemu_instructions_per_tick > 0
             ? 1e9 / target.qemu_instructions_per_tick
             : static_cast<double>(target.clock_hz);
}

void check_speed(const Target& target, int baud) {
  // A bit takes 16 ticks at least.
  const double most = ticks_per_second(target) / 16;
  if (baud <= most) return;
  throw Error(fmt::format("the board's UART cannot reach {} baud", baud),
              target.name, fmt::format("It reaches {:.0f}.", most));
}

// Makes room for sources: those of another target must not stay among them.
void clear_sources(const fs::path& folder) {
  const fs::path sources = folder / "src";
  if (fs::exists(folder / kTargetFile)) {
    fs::remove_all(sources);
  } else if (fs::exists(sources) && !fs::is_empty(sources)) {
    throw Error("the folder holds sources that mote did not make",
                sources.string(), "Name another folder.");
  }
}

std::string board_clock(const Target& target, int baud) {
  return fmt::format(R"(// The clock of {} and of its line.
#pragma once

#include <stdint.h>

namespace board_clock {{

constexpr uint32_t kTicksPerSecond = {};  // of sys_tick
constexpr uint32_t kBaud = {};

}}  // namespace board_clock
)",
                     target.name, std::llround(ticks_per_second(target)), baud);
}

}  // namespace

std::vector<std::string> sensor_targets() {
  std::vector<std::string> names;
  for (const std::string& name : target_names()) {
    const Target target = read_target(name);
    if (!target.qemu_program.empty() && !uart_sources(target).empty()) {
      names.push_back(name);
    }
  }
  return names;
}

std::vector<SourceFile> sensor_firmware_sources(const std::string& driver,
                                                const Target& target,
                                                int baud) {
  std::vector<SourceFile> files = uart_sources(target);
  if (files.empty()) {
    throw Error(
        "the target has no driver of an UART", target.name,
        fmt::format("Those that can stream: {}. docs/sensor_stream.md says "
                    "what a board needs.",
                    fmt::join(sensor_targets(), ", ")));
  }
  check_speed(target, baud);
  for (SourceFile& file : target_sources(target)) {
    if (file.path != "main.cc") files.push_back(std::move(file));
  }
  for (const char* name : {"main.cc", "sensor.h"}) {
    files.push_back(
        {name, read_text(resource_folder() / "targets" / "stream" / name)});
  }
  for (SourceFile& file : device_sources(
           {"device/stream/encoder.h", "device/stream/frame_ring.h"})) {
    files.push_back(std::move(file));
  }
  files.push_back({"sensor.cc", driver});
  files.push_back({"board_clock.h", board_clock(target, baud)});
  return files;
}

SensorFirmware build_sensor_firmware(const std::string& driver,
                                     const Target& target, int baud,
                                     const fs::path& folder, Run& run) {
  SensorFirmware firmware{folder / "src", folder / "firmware.elf",
                          folder / "firmware.bin"};
  const auto sources = sensor_firmware_sources(driver, target, baud);
  clear_sources(folder);
  write_atomically(folder / kTargetFile, target.name + "\n");
  write_sources(sources, firmware.sources);
  write_atomically(firmware.sources / "Makefile",
                   makefile(target, true, "firmware.elf"));
  fs::remove(firmware.program);
  build_program(target, firmware.sources, firmware.program, {}, run);
  write_atomically(firmware.image, flash_contents(firmware.program));
  return firmware;
}

Target sensor_firmware_target(const fs::path& folder) {
  if (!fs::exists(folder / kTargetFile) ||
      !fs::exists(folder / "firmware.elf")) {
    throw Error("there is no firmware that streams a sensor", folder.string(),
                "Make one: mote collect firmware " + folder.string());
  }
  std::string name = read_text(folder / kTargetFile);
  while (!name.empty() && name.back() == '\n') name.pop_back();
  return read_target(name);
}

}  // namespace mote
