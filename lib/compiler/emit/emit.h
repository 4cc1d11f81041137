// A plan as C++ that a firmware project compiles.
//
// For a model named "micro_speech" five files come out, C++14, with nothing
// but device/ beneath:
//
//   micro_speech.h            class models::MicroSpeech
//   micro_speech.cc           the calls, in order, with a comment a layer
//   micro_speech_constants.h  weights and tables, for micro_speech.cc alone
//   micro_speech_c.h, _c.cc   the class for programs in C (c_interface.h)
//
//   class MicroSpeech {
//    public:
//     static constexpr int kInputSize = 1960;        // values, not bytes
//     static constexpr float kInputScale = 0.101f;   // int8 tensors only
//     static constexpr int kInputZeroPoint = -128;
//     static constexpr int kOutputSize = 4;
//     static constexpr float kOutputScale = 0.00390625f;
//     static constexpr int kOutputZeroPoint = -128;
//     static constexpr int kArenaBytes = 4136;
//
//     // One inference. Not reentrant: all calls share one static arena.
//     static void Invoke(const int8_t* input, int8_t* output);
//   };
//
// A model with variables (a streaming wake word) has also kStateBytes and
// static void Reset(), which forgets all earlier inputs.
//
// Float tensors are const float* and float*. Further inputs and outputs follow
// as input1, input2 ... with kInput1Size and so on. Input and output lie
// outside the arena, in the caller's memory, and must not overlap it or each
// other. Words of the arena need 8-byte alignment; to choose its section,
// define MOTE_ARENA_SECTION (a string) when compiling micro_speech.cc.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "lib/compiler/compile.h"

namespace mote {

struct EmitOptions {
  // "micro_speech": file names; the class is MicroSpeech. Empty: the model's
  // own name. Anything but letters, digits and '_' becomes '_'.
  std::string name;
  std::string name_space = "models";
  // After each call, give what it made to a function of the program, for
  // debuggers: extern "C" void TraceTensor(int32_t number, const void* values,
  // uint32_t bytes), `number` that of the plan's model.
  bool trace = false;
};

struct EmittedCode {
  std::string name;                          // "micro_speech"
  std::string class_name;                    // "models::MicroSpeech"
  std::map<std::string, std::string> files;  // by file name
  // Of resource_folder(), to be compiled with it: "device/nn/conv/conv.cc".
  std::vector<std::string> sources;
};

// Deterministic: the same plan gives the same text. Throws Error for plans of
// this host's own instruction set, which device/ does not hold.
EmittedCode emit(const Plan& plan, const EmitOptions& options = {});

// Compiles `model` and writes the emitted files and, beside them, all of
// device/ that they need: a folder that builds by itself with -I FOLDER.
// Returns the plan. Nothing is written when the model cannot be compiled.
Plan compile_to_folder(const Model& model, const Target& target,
                       const std::filesystem::path& folder,
                       const EmitOptions& options = {},
                       const CompileOptions& compile_options = {});

}  // namespace mote
