// Compiled kernels that the programs of several models share.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mote::test {

// The object file of a source of device/ ("device/nn/conv/conv.cc") compiled
// by `command`: a compiler and its flags, none of them a folder of the model's.
// It is kept in the build folder until anything in device/ changes, so that a
// run of the tests compiles each source once for each set of flags, whichever
// processes ask. A failure is the running test's.
std::filesystem::path device_object(const std::vector<std::string>& command,
                                    const std::string& source);

}  // namespace mote::test
