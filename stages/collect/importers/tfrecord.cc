// TFRecord files of tf.train.Example.
#include "lib/base/error.h"
#include "lib/base/tf_record.h"
#include "lib/signal/open.h"
#include "stages/collect/importers/importer.h"
#include "stages/collect/tfrecord/examples.h"

namespace mote {

Fit sniff_tfrecord(const ImportedFile& file, const ReadOptions&) {
  if (starts_with_tf_record(file.bytes)) return Fit::kByContent;
  return ends_in(file.name, {".tfrecord", ".tfrecords"}) ? Fit::kByName
                                                         : Fit::kNone;
}

FileContent read_tfrecord(const ImportedFile& file,
                          const ReadOptions& options) {
  FileContent content;
  auto bytes = file.bytes;
  for (int number = 0; const auto record = take_tf_record(bytes, file.name);
       ++number) {
    FoundSample sample = sample_of_example(*record, options, file.name);
    if (sample.part.empty()) sample.part = std::to_string(number);
    content.samples.push_back(std::move(sample));
  }
  if (content.samples.empty()) {
    throw Error("the file holds no record", file.name, "Write it again.");
  }
  const Signal first = open_signal(content.samples[0].object, 0, file.name);
  content.format = "TFRecord of tf.train.Example";
  content.axes = first.axes;
  content.frame_shape = first.frame_shape;
  content.type = content_like(first, content.format).type;
  return content;
}

}  // namespace mote
