#include "stages/collect/record/signal_of_file.h"

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/signal/open.h"
#include "stages/collect/importers/importer.h"

namespace mote {

Signal signal_of_file(const fs::path& path, double rate_hz) {
  const std::vector<uint8_t> bytes = read_bytes(path);
  const std::string name = path.filename().string();
  const ImportedFile file{name, bytes,
                          [](const std::string&) { return std::nullopt; }};
  ReadOptions options;
  options.rate_hz = rate_hz;
  const Importer* importer = importer_for(file, options);
  if (importer == nullptr) {
    throw Error("no format that can be read", path.string(),
                "docs/import.md lists them.");
  }
  const FileContent content = importer->read(file, options);
  if (content.samples.empty()) {
    throw Error("there is no recording in the file", path.string());
  }
  const std::vector<uint8_t>& object = content.samples[0].object;
  return open_signal(object.empty() ? bytes : object, 0, path.string());
}

}  // namespace mote
