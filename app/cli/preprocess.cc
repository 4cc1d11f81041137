#include "stages/preprocess/preprocess.h"

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/stage_runner.h"
#include "app/workflow/work/work.h"
#include "lib/base/file.h"
#include "lib/dataset/sample_table.h"
#include "lib/signal/decode.h"

namespace mote {
namespace {

struct PreprocessOptions {
  std::string show, output = "out/spectrogram.png";
};

// A file, or a recording of the project by its name or the first digits of
// its hash.
Signal find_clip(const Project& project, const std::string& clip) {
  std::error_code ignored;
  if (fs::is_regular_file(clip, ignored))
    return decode_audio(read_bytes(clip), project.rates().sound_hz, clip);
  const Dataset dataset = open_dataset(project.store(), {}, project.rates());
  for (const Sample& sample : dataset.samples()) {
    if (sample.name == clip ||
        (clip.size() >= 6 && sample.id.starts_with(clip))) {
      return dataset.signal(sample);
    }
  }
  throw Error("there is no clip '" + clip + "'", "--show",
              "Name a WAV file, or a recording of mote collect list.");
}

int show_clip(const Project& project, const PreprocessOptions& options,
              Console& console, const CommonOptions& common) {
  const auto states = run_stages(project, "preprocess", false, console, common);
  const auto block = read_feature_block(
      project.store().objects().get_text(output_of(states, "feature_block")));
  const Signal signal = find_clip(project, options.show);
  const fs::path path = fs::path(options.output).is_absolute()
                            ? fs::path(options.output)
                            : project.folder() / options.output;
  write_atomically(path,
                   draw_features(*block, block->samples(signal, options.show),
                                 options.show));
  console.print("{}", path.string());
  console.result({{"picture", path.string()}, {"seconds", signal.seconds()}});
  return 0;
}

int preprocess_project(const PreprocessOptions& options, Console& console,
                       const CommonOptions& common) {
  const Project project = Project::open(common.project, common.overrides);
  if (!options.show.empty())
    return show_clip(project, options, console, common);
  const auto facts = run_to_stage(project, "preprocess", console, common);
  console.result(facts);
  console.print("{} rows of {} numbers a clip, {} clips",
                facts.at("rows").get<int>(), facts.at("row_size").get<int>(),
                with_commas(facts.at("clips")));
  console.print(
      "on the device about {} instructions a second of signal, {} of "
      "RAM, {} of flash",
      with_commas(facts.at("instructions_a_second")),
      size_text(facts.at("ram_bytes")), size_text(facts.at("flash_bytes")));
  return 0;
}

}  // namespace

void preprocess_command(Arguments& arguments) {
  auto options = std::make_shared<PreprocessOptions>();
  arguments.runs_stages();
  arguments.settings_of("preprocess");
  arguments.option("--show", options->show,
                   "draw a clip: a file, or a recording's name");
  arguments.option("--output", options->output, "the picture (PNG)");
  arguments.examples(
      "  mote preprocess\n"
      "  mote preprocess --show left/0a7c2a8d_nohash_0.wav\n"
      "  mote preprocess --set preprocess.hop='10 ms'\n");
  arguments.action([options](Console& console, const CommonOptions& common) {
    return preprocess_project(*options, console, common);
  });
}

}  // namespace mote
