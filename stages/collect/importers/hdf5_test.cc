#include <gtest/gtest.h>
#include <hdf5.h>

#include "lib/base/error.h"
#include "lib/base/shared_library.h"
#include "stages/collect/importers/importer.h"

namespace mote {
namespace {

// A file with 100 numbers `x` and an attribute `rate` of so many numbers, as
// the format's own library writes it.
std::vector<uint8_t> file_with_rates(const std::vector<double>& rates) {
  const SharedLibrary library{"libhdf5_serial.so.103", "libhdf5-103-1"};
  const auto call = [&](auto* type, const char* name) {
    return library.function<std::remove_pointer_t<decltype(type)>>(name);
  };
#define CALL(name) call(static_cast<decltype(::name)*>(nullptr), #name)
  CALL(H5open)();
  const hid_t* id = nullptr;
  const hid_t access = CALL(H5Pcreate)(*call(id, "H5P_CLS_FILE_ACCESS_ID_g"));
  CALL(H5Pset_fapl_core)(access, 1 << 16, false);
  CALL(H5Pset_fclose_degree)(access, H5F_CLOSE_STRONG);
  const hid_t file = CALL(H5Fcreate)("rates", 2, H5P_DEFAULT, access);
  const hid_t number = *call(id, "H5T_IEEE_F64LE_g");
  const hsize_t frames = 100, count = rates.size();
  const std::vector<double> values(frames, 0.5);
  const hid_t space = CALL(H5Screate_simple)(1, &frames, nullptr);
  const hid_t data = CALL(H5Dcreate2)(file, "x", number, space, H5P_DEFAULT,
                                      H5P_DEFAULT, H5P_DEFAULT);
  CALL(H5Dwrite)(data, number, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
  const hid_t extent = CALL(H5Screate_simple)(1, &count, nullptr);
  const hid_t attribute =
      CALL(H5Acreate2)(file, "rate", number, extent, H5P_DEFAULT, H5P_DEFAULT);
  CALL(H5Awrite)(attribute, number, rates.data());
  CALL(H5Fflush)(file, H5F_SCOPE_GLOBAL);
  std::vector<uint8_t> bytes(1 << 20);
  const ssize_t size =
      CALL(H5Fget_file_image)(file, bytes.data(), bytes.size());
  bytes.resize(static_cast<size_t>(size));
  CALL(H5Fclose)(file);
#undef CALL
  return bytes;
}

double rate_of(const std::vector<double>& rates) {
  const std::vector<uint8_t> bytes = file_with_rates(rates);
  const FileContent content = read_hdf5({"a.h5", bytes, nullptr}, {});
  EXPECT_EQ(content.samples.at(0).frames, 100);
  return content.samples.at(0).rate_hz;
}

TEST(Hdf5, AnAttributeGivesTheRate) { EXPECT_EQ(rate_of({50}), 50); }

TEST(Hdf5, SeveralNumbersAreNoRate) {
  EXPECT_EQ(rate_of({50, 60}), 0);
  EXPECT_EQ(rate_of(std::vector<double>(1000, 50)), 0);
}

}  // namespace
}  // namespace mote
