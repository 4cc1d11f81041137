#include "stages/collect/export/file_sink.h"

#include <archive.h>
#include <archive_entry.h>

#include <fstream>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/shared_library.h"
#include "lib/base/text.h"

namespace mote {
namespace {

// Zip files know no time before 1980; all files are of then, so that equal
// content gives equal archives.
constexpr time_t kTimeOfFiles_s = 315'532'800;

#define MOTE_ARCHIVE(name) \
  decltype(::name)* name = library.function<decltype(::name)>(#name)

// The writing half of libarchive, opened on first use.
struct LibArchiveWriter {
  SharedLibrary library{"libarchive.so.13", "libarchive13"};
  MOTE_ARCHIVE(archive_write_new);
  MOTE_ARCHIVE(archive_write_free);
  MOTE_ARCHIVE(archive_write_set_format_zip);
  MOTE_ARCHIVE(archive_write_open_filename);
  MOTE_ARCHIVE(archive_write_header);
  MOTE_ARCHIVE(archive_write_data);
  MOTE_ARCHIVE(archive_write_close);
  MOTE_ARCHIVE(archive_error_string);
  MOTE_ARCHIVE(archive_entry_new);
  MOTE_ARCHIVE(archive_entry_free);
  MOTE_ARCHIVE(archive_entry_set_pathname_utf8);
  MOTE_ARCHIVE(archive_entry_set_size);
  MOTE_ARCHIVE(archive_entry_set_filetype);
  MOTE_ARCHIVE(archive_entry_set_perm);
  MOTE_ARCHIVE(archive_entry_set_mtime);
};

#undef MOTE_ARCHIVE

const LibArchiveWriter& writer() {
  static const LibArchiveWriter instance;
  return instance;
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw_file_error("cannot be made", folder);
}

// What is made beside its place, and is gone again unless it gets there.
class Aside {
 public:
  explicit Aside(const fs::path& path)
      : path_(path), aside_(path.string() + ".part") {
    if (path.has_parent_path()) make_folder(path.parent_path());
    fs::remove_all(aside_);
  }
  ~Aside() {
    std::error_code ignored;
    fs::remove_all(aside_, ignored);
  }
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;

  const fs::path& path() const { return aside_; }

  void move_into_place() {
    std::error_code error;
    if (fs::is_directory(path_, error)) fs::remove(path_, error);  // empty
    fs::rename(aside_, path_, error);
    if (error) throw_file_error("cannot be written", path_);
  }

 private:
  fs::path path_, aside_;
};

class FolderSink : public FileSink {
 public:
  explicit FolderSink(const fs::path& path) : aside_(checked(path)) {}

  void add(const std::string& name, std::span<const uint8_t> bytes) override {
    const fs::path file = aside_.path() / name;
    make_folder(file.parent_path());
    std::ofstream stream(file, std::ios::binary);
    stream.write(reinterpret_cast<const char*>(bytes.data()),
                 static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (!stream) throw_file_error("cannot be written", file);
  }

  void finish() override { aside_.move_into_place(); }

 private:
  static fs::path checked(fs::path path) {
    if (!path.has_filename()) path = path.parent_path();  // "data/"
    std::error_code error;
    if (fs::exists(path, error) && !fs::is_empty(path, error)) {
      throw Error("there is something here already", path.string(),
                  "Name a new folder, or a file that ends in .zip.");
    }
    return path;
  }

  Aside aside_;
};

class ZipSink : public FileSink {
 public:
  explicit ZipSink(const fs::path& path)
      : aside_(path),
        archive_(writer().archive_write_new(), writer().archive_write_free) {
    check(writer().archive_write_set_format_zip(archive_.get()));
    check(writer().archive_write_open_filename(archive_.get(),
                                               aside_.path().c_str()));
  }

  void add(const std::string& name, std::span<const uint8_t> bytes) override {
    const std::unique_ptr<archive_entry,
                          decltype(LibArchiveWriter::archive_entry_free)>
        entry(writer().archive_entry_new(), writer().archive_entry_free);
    writer().archive_entry_set_pathname_utf8(entry.get(), name.c_str());
    writer().archive_entry_set_size(entry.get(),
                                    static_cast<la_int64_t>(bytes.size()));
    writer().archive_entry_set_filetype(entry.get(), AE_IFREG);
    writer().archive_entry_set_perm(entry.get(), 0644);
    writer().archive_entry_set_mtime(entry.get(), kTimeOfFiles_s, 0);
    check(writer().archive_write_header(archive_.get(), entry.get()));
    const auto written =
        writer().archive_write_data(archive_.get(), bytes.data(), bytes.size());
    if (written != static_cast<la_ssize_t>(bytes.size())) check(ARCHIVE_FATAL);
  }

  void finish() override {
    check(writer().archive_write_close(archive_.get()));
    aside_.move_into_place();
  }

 private:
  void check(int code) const {
    if (code == ARCHIVE_OK || code == ARCHIVE_WARN) return;
    const char* what = writer().archive_error_string(archive_.get());
    throw Error(std::string("the zip file cannot be written: ") +
                    (what != nullptr ? what : "unknown reason"),
                aside_.path().string(), "Is the disk full?");
  }

  Aside aside_;
  std::unique_ptr<archive, decltype(LibArchiveWriter::archive_write_free)>
      archive_;
};

}  // namespace

bool is_zip_name(const fs::path& path) {
  return lower_case(path.extension().string()) == ".zip";
}

std::unique_ptr<FileSink> make_file_sink(const fs::path& path) {
  if (is_zip_name(path)) return std::make_unique<ZipSink>(path);
  return std::make_unique<FolderSink>(path);
}

}  // namespace mote
