// A file system of a few hundred kilobytes, for tests that fill a disk.
#pragma once

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <filesystem>
#include <string>

#include "lib/base/file.h"

namespace mote::test {

// A tmpfs mounted for the life of the object. Only root may mount:
// mounted() is false for others, and the test skips.
class SmallDisk {
 public:
  explicit SmallDisk(int size_kb) {
    const std::string size = "size=" + std::to_string(size_kb) + "k";
    mounted_ = ::mount("tmpfs", path().c_str(), "tmpfs", 0, size.c_str()) == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(path().c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool mounted() const { return mounted_; }
  const std::filesystem::path& path() const { return folder_.path(); }

  // From now on nothing can be written, not even by root.
  bool make_read_only() {
    return ::mount("tmpfs", path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY,
                   nullptr) == 0;
  }

 private:
  TemporaryFolder folder_;
  bool mounted_ = false;
};

}  // namespace mote::test

// Skips the running test, by name, where `disk` could not be mounted.
#define MOTE_REQUIRE_MOUNTED(disk)                                  \
  if (!(disk).mounted()) {                                          \
    GTEST_SKIP() << "needs the right to mount a small file system"; \
  }
