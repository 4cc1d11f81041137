#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "lib/base/error.h"
#include "lib/signal/signal_file.h"
#include "stages/collect/importers/importer.h"

namespace mote {
namespace {

constexpr double kLeastAbsurdRate_hz = 1e9;

}  // namespace

std::span<const Importer> importers() {
  static constexpr Importer kImporters[] = {
      {"acquisition", sniff_acquisition, read_acquisition_file},
      {"audio", sniff_audio, read_audio_file},
      {"picture", sniff_picture, read_picture},
      {"numpy", sniff_numpy, read_numpy},
      {"hdf5", sniff_hdf5, read_hdf5},
      {"sac", sniff_sac, read_sac},
      {"mini_seed", sniff_mini_seed, read_mini_seed},
      {"json_lines", sniff_json_lines, read_json_lines},
      {"tfrecord", sniff_tfrecord, read_tfrecord},
      {"csv", sniff_csv, read_csv},
      {"tensor", sniff_tensor, read_tensor},
  };
  return kImporters;
}

const Importer* importer_for(const ImportedFile& file,
                             const ReadOptions& options) {
  const Importer* by_name = nullptr;
  for (const Importer& importer : importers()) {
    const Fit fit = importer.sniff(file, options);
    if (fit == Fit::kByContent) return &importer;
    if (fit == Fit::kByName && by_name == nullptr) by_name = &importer;
  }
  return by_name;
}

double checked_rate(double rate_hz, const std::string& where) {
  if (rate_hz >= 0 && rate_hz < kLeastAbsurdRate_hz) return rate_hz;
  throw Error(fmt::format("a rate of {:g} Hz is absurd", rate_hz), where,
              "Say how many readings a second there are, such as 100; 0 when "
              "that is unknown.");
}

bool ends_in(std::string_view name,
             std::initializer_list<const char*> endings) {
  auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == b;
  };
  for (const std::string_view ending : endings) {
    if (name.size() > ending.size() &&
        std::equal(ending.rbegin(), ending.rend(), name.rbegin(),
                   [&](char e, char n) { return same(n, e); })) {
      return true;
    }
  }
  return false;
}

FoundSample sample_of_signal(const Signal& signal, std::string_view kind,
                             std::string part) {
  FoundSample sample;
  sample.part = std::move(part);
  sample.kind = kind;
  sample.rate_hz = signal.rate_hz;
  sample.frames = static_cast<int64_t>(signal.frame_count());
  sample.axes = static_cast<int>(signal.axis_count());
  sample.object = encode_signal(signal);
  return sample;
}

FileContent content_like(const Signal& signal, std::string format) {
  FileContent content;
  content.format = std::move(format);
  content.axes = signal.axes;
  content.frame_shape = signal.frame_shape;
  content.type = type_name(signal.samples);
  return content;
}

}  // namespace mote
