# The headers that most files include, parsed once.
#
# mote_precompile(TARGET host|hot|test|app) lets a target use them. Every file
# still includes what it uses: test/includes_test.cc names who forgot, and the
# presets fuzz and coverage build without these.
option(MOTE_PRECOMPILE "Precompile the headers that most files include" ON)

set(host_headers <algorithm> <cmath> <cstdint> <cstring> <filesystem>
    <functional> <map> <memory> <optional> <random> <set> <span> <string>
    <string_view> <utility> <vector> <fmt/format.h>)
set(test_headers ${host_headers} <gtest/gtest.h>)
set(app_headers ${host_headers} <nlohmann/json.hpp>)

if(MOTE_PRECOMPILE)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/nothing.cc CONTENT "")
  set(hot_headers ${host_headers})
  foreach(kind host hot test app)
    add_library(precompiled_${kind} OBJECT ${CMAKE_BINARY_DIR}/nothing.cc)
    target_link_libraries(precompiled_${kind} PRIVATE fmt::fmt)
    target_precompile_headers(precompiled_${kind} PRIVATE ${${kind}_headers})
  endforeach()
  target_link_libraries(precompiled_test PRIVATE GTest::gtest)
  target_compile_options(precompiled_hot PRIVATE ${MOTE_HOT_OPTIMIZATION})
  target_compile_options(precompiled_app PRIVATE ${MOTE_APP_OPTIMIZATION})
  target_compile_options(precompiled_test PRIVATE ${MOTE_TEST_OPTIMIZATION})
endif()

function(mote_precompile target kind)
  if(MOTE_PRECOMPILE)
    # The definitions that the headers were compiled with.
    target_link_libraries(${target} PRIVATE fmt::fmt)
    target_precompile_headers(${target} REUSE_FROM precompiled_${kind})
  endif()
endfunction()
