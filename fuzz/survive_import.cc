#include "fuzz/survive_import.h"

#include "lib/base/error.h"
#include "lib/signal/open.h"
#include "stages/collect/importers/importer.h"

namespace mote::fuzz {

int survive_import(const std::string& name, std::span<const uint8_t> bytes) {
  ReadOptions options;
  options.type = "int16";
  options.shape = {2, 4};
  const bool raw = name.ends_with(".bin");
  try {
    const ImportedFile file{name, bytes, nullptr};
    const Importer* importer =
        importer_for(file, raw ? options : ReadOptions());
    if (importer == nullptr) return 0;
    const FileContent content =
        importer->read(file, raw ? options : ReadOptions());
    for (const FoundSample& sample : content.samples) {
      const auto object =
          sample.object.empty() ? bytes : std::span(sample.object);
      open_signal(object, 0, name);
    }
    return static_cast<int>(content.samples.size());
  } catch (const Error&) {
    return 0;
  }
}

}  // namespace mote::fuzz
