// Importers: a row a file format. A new format is a file of its own beside
// this one and a row in table.cc.
//
// The import (../import.h) gives each file to the importer that recognizes it,
// adds label, group and side as names and manifest say, and stores what it
// gets. An importer only parses: bytes in, samples out. It throws Error for
// what it cannot read whole; then nothing of that file is stored.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

// A file of a folder or archive.
struct ImportedFile {
  std::string name;  // its path below the root: "left/017.csv"
  std::span<const uint8_t> bytes;
  // Another file by its path below the root; none when it is not there. Of an
  // archive only companions (source_files.h) can be had.
  std::function<std::optional<std::vector<uint8_t>>(const std::string& name)>
      sibling;
};

// What the user says of files that do not say it themselves.
struct ReadOptions {
  double rate_hz = 0;        // of readings without timestamps
  std::string type;          // of raw tensors: "int8", "float32" ...
  std::vector<int> shape;    // of a raw tensor, of a frame of readings
  std::vector<Axis> axes;    // names and units in the file's order
  int rows = 0;              // so many rows are a sample; 0: all of a file
  std::string label_column;  // of tables; "": as the header says
  std::string sample_column;
};

// The rate, for what is to be stored. Throws Error for one that is negative, no
// number or 1 GHz and more; 0 stands for an unknown one.
double checked_rate(double rate_hz, const std::string& where);

// One sample of a file.
struct FoundSample {
  // Tells apart the samples of one file ("17" makes it "walk.csv#17"); "" when
  // the file is one sample.
  std::string part;
  // As the content says it, "" where it does not.
  std::string label, group, split;
  std::map<std::string, std::string> metadata;  // Sample::metadata
  std::string kind = "series";                  // Sample::kind
  double rate_hz = 0;
  int64_t frames = 0;
  int axes = 1;
  // What is stored, readable by open_signal(); empty: the file as it is.
  std::vector<uint8_t> object;
};

// Something to know that does not keep a file out. Equal ones of many files
// are reported once, with their number.
struct FileWarning {
  std::string what;    // "the rate is irregular: resampled"
  std::string detail;  // "51.9 Hz, steps of 17 to 24 ms"
};

// What a file holds, as far as it was understood.
struct FileContent {
  std::string format;      // "CSV, header, time in ms"
  std::vector<Axis> axes;  // of its samples
  std::vector<int> frame_shape;
  std::string type;  // of the values: "int16", "float32", "uint8", "int8"
  std::vector<FoundSample> samples;
  std::vector<FileWarning> warnings;
};

// How sure an importer is that a file is its own.
enum class Fit {
  kNone,
  kByName,     // the name says so; the content may be damaged
  kByContent,  // the content is unmistakable
};

struct Importer {
  std::string_view name;  // "csv"
  Fit (*sniff)(const ImportedFile& file, const ReadOptions& options);
  // Throws Error, with the file's name as its where.
  FileContent (*read)(const ImportedFile& file, const ReadOptions& options);
};

std::span<const Importer> importers();

// The first importer that knows the content, else the first that knows the
// name; nullptr when none does.
const Importer* importer_for(const ImportedFile& file,
                             const ReadOptions& options);

// Whether a name ends in one of `endings`, each with its dot and in lower
// case, whatever its own case.
bool ends_in(std::string_view name, std::initializer_list<const char*> endings);

// A sample of a signal that is stored as a signal file (lib/signal).
FoundSample sample_of_signal(const Signal& signal, std::string_view kind,
                             std::string part = "");

// Content with axes, shape and type as the signal has them, no sample yet.
FileContent content_like(const Signal& signal, std::string format);

// The rows.
Fit sniff_acquisition(const ImportedFile& file, const ReadOptions& options);
FileContent read_acquisition_file(const ImportedFile& file,
                                  const ReadOptions& options);
Fit sniff_audio(const ImportedFile& file, const ReadOptions& options);
FileContent read_audio_file(const ImportedFile& file,
                            const ReadOptions& options);
Fit sniff_picture(const ImportedFile& file, const ReadOptions& options);
FileContent read_picture(const ImportedFile& file, const ReadOptions& options);
Fit sniff_numpy(const ImportedFile& file, const ReadOptions& options);
FileContent read_numpy(const ImportedFile& file, const ReadOptions& options);
Fit sniff_hdf5(const ImportedFile& file, const ReadOptions& options);
FileContent read_hdf5(const ImportedFile& file, const ReadOptions& options);
Fit sniff_sac(const ImportedFile& file, const ReadOptions& options);
FileContent read_sac(const ImportedFile& file, const ReadOptions& options);
Fit sniff_mini_seed(const ImportedFile& file, const ReadOptions& options);
FileContent read_mini_seed(const ImportedFile& file,
                           const ReadOptions& options);
Fit sniff_json_lines(const ImportedFile& file, const ReadOptions& options);
FileContent read_json_lines(const ImportedFile& file,
                            const ReadOptions& options);
Fit sniff_csv(const ImportedFile& file, const ReadOptions& options);
FileContent read_csv(const ImportedFile& file, const ReadOptions& options);
Fit sniff_tfrecord(const ImportedFile& file, const ReadOptions& options);
FileContent read_tfrecord(const ImportedFile& file, const ReadOptions& options);
Fit sniff_tensor(const ImportedFile& file, const ReadOptions& options);
FileContent read_tensor(const ImportedFile& file, const ReadOptions& options);

}  // namespace mote
