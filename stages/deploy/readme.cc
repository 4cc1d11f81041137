#include "stages/deploy/readme.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace mote {
namespace {

constexpr const char* kFiles = R"(# {name} on {title}

Made by `mote deploy` from {name}.mote. It hears: {labels}.

| file | what it is |
|---|---|
| `{program}` | the program |
| `{image}` | {image_help} |
| `src/application.h` | the two objects a program uses: `ring` and `detector` |
| `src/application.cc` | constants and memory of features and detector |
| `src/model.h`, `src/model.cc`, `src/model_constants.h` | the model |
| `src/main.cc` | main of this target: the place to start changing things |
| `src/Makefile` | how to build it without mote |
| `src/device/` | features, kernels and detector, the same that mote runs |
| `facts.json` | the figures below, for programs |

The sources need no library, no heap and no operating system, only a C++14
compiler (also valid as C++17 and C++20). After a change: `make -C src`.

)";

constexpr const char* kUse = R"(## In a program of your own

    #include "application.h"
    using namespace mote;

    // Interrupt: a block of samples has come. Push only; it never waits.
    void OnSamples(const int16_t* samples, uint32_t count) {
      application::ring.Push(samples, count);
    }

    // Main loop.
    application::detector.Reset();
    for (;;) {
      const int16_t* samples;
      const uint32_t waiting = application::ring.Peek(&samples);
      detect::Detection detection;
      bool detected = false;
      const int32_t taken = application::detector.Push(
          samples, waiting, &detection, &detected);
      application::ring.Release(taken);
      if (detected) Act(application::kLabels[detection.label]);
    }

`ring.dropped()` counts samples that found no room: 0 when the main loop keeps
up. docs/streaming.md of mote is the full contract.
)";

std::string image_help(const Firmware& firmware) {
  return firmware.image.extension() == ".bin"
             ? "its bytes, to be programmed from the start of flash"
             : "all of it but main, to link to a program of your own";
}

// A row a fact that is known.
std::string facts_table(const Deployment& deployment) {
  const FirmwareFacts& facts = deployment.facts;
  std::string text = "| figure | |\n|---|---|\n";
  const auto row = [&](const std::string& name, const std::string& value) {
    text += fmt::format("| {} | {} |\n", name, value);
  };
  row("flash", fmt::format("{} bytes", facts.flash_bytes));
  row("RAM without stack", fmt::format("{} bytes", facts.ram_bytes));
  if (!facts.measured) return text + "\n";
  row("stack, deepest", fmt::format("{} bytes", facts.stack_bytes));
  row("instructions a second of audio",
      fmt::format("{}", facts.instructions_a_second));
  row("instructions an inference",
      fmt::format("{}", facts.instructions_an_inference));
  if (deployment.target.clock_hz == 0) return text + "\n";
  const double clock_mhz = deployment.target.clock_hz / 1e6;
  row(fmt::format("an inference at {:.0f} MHz", clock_mhz),
      fmt::format("{:.1f} ms", facts.inference_ms));
  row(fmt::format("share of the CPU at {:.0f} MHz", clock_mhz),
      fmt::format("{:.1f} %", 100 * facts.cpu_share));
  row("samples dropped, played live at that clock",
      fmt::format("{}", facts.dropped_samples));
  return text + fmt::format(
                    "\nInstructions are counted in the emulator and exact; "
                    "times assume {} cycles an\ninstruction.\n\n",
                    deployment.target.cycles_per_instruction);
}

}  // namespace

std::string deployment_readme(const Package& package,
                              const Deployment& deployment) {
  const Firmware& firmware = deployment.firmware;
  return fmt::format(kFiles, fmt::arg("name", package.name),
                     fmt::arg("title", deployment.target.title),
                     fmt::arg("labels", fmt::join(package.scores.labels, ", ")),
                     fmt::arg("program", firmware.program.filename().string()),
                     fmt::arg("image", firmware.image.filename().string()),
                     fmt::arg("image_help", image_help(firmware))) +
         facts_table(deployment) + kUse;
}

}  // namespace mote
