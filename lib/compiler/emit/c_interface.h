// The emitted model for programs in C.
//
//   int8_t* micro_speech_input(void);        // MICRO_SPEECH_INPUT_SIZE values
//   const int8_t* micro_speech_output(void);
//   void micro_speech_reset(void);
//   void micro_speech_invoke(void);          // from that input to that output
//   void micro_speech_run(const int8_t* input, int8_t* output);
//
// Sizes, scales and zero points are macros. Further inputs and outputs are
// called input1, output1 ... as in the C++ header. A program that does not call
// these functions pays nothing for them: they and their memory lie in a source
// of their own.
#pragma once

#include <string>

#include "lib/compiler/plan.h"

namespace mote {

struct CInterface {
  std::string header;  // NAME_c.h, C99
  std::string source;  // NAME_c.cc, C++14: calls the emitted class
};

// `name`: "micro_speech"; `class_name`: "models::MicroSpeech".
CInterface emit_c_interface(const Plan& plan, const std::string& name,
                            const std::string& class_name);

}  // namespace mote
