# What `cmake --install` lays down: the program, and beside it the sources
# that `mote deploy` compiles for a target.
include(GNUInstallDirs)
if(TARGET mote)
  install(TARGETS mote RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
foreach(folder device targets)
  if(EXISTS ${CMAKE_SOURCE_DIR}/${folder})
    install(DIRECTORY ${folder} DESTINATION ${CMAKE_INSTALL_DATADIR}/mote
            PATTERN "*_test.cc" EXCLUDE PATTERN "CMakeLists.txt" EXCLUDE)
  endif()
endforeach()
