// Pictures: JPEG, PNG, PPM, PGM. Stored as the files they are.
#include "lib/signal/picture.h"

#include "stages/collect/importers/importer.h"

namespace mote {

Fit sniff_picture(const ImportedFile& file, const ReadOptions&) {
  if (is_picture(file.bytes)) return Fit::kByContent;
  const bool named =
      ends_in(file.name, {".jpg", ".jpeg", ".png", ".ppm", ".pgm"});
  return named ? Fit::kByName : Fit::kNone;
}

FileContent read_picture(const ImportedFile& file, const ReadOptions&) {
  const PictureFacts facts = picture_facts(file.bytes, file.name);
  const Signal picture = decode_picture(file.bytes, file.name);
  FoundSample sample;
  sample.kind = "picture";
  sample.frames = 1;
  sample.axes = facts.channels;
  FileContent content = content_like(picture, facts.format);
  content.samples.push_back(std::move(sample));
  return content;
}

}  // namespace mote
