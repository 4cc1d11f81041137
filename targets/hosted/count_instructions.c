// A plugin for qemu's user mode: writes to the file named by its argument how
// many instructions the program has executed.
//   cc -shared -fPIC count_instructions.c -o count.so
//   qemu-aarch64 -plugin ./count.so,to=PATH PROGRAM
//
// What is declared here is qemu's plugin interface, version 1 (its manual,
// "QEMU TCG Plugins"): Debian packages no header for it.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef uint64_t PluginId;
struct qemu_plugin_tb;
enum { kAddU64 = 0 };

void qemu_plugin_register_vcpu_tb_trans_cb(
    PluginId id, void (*call)(PluginId, struct qemu_plugin_tb*));
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb* block,
                                              int operation, void* counter,
                                              uint64_t value);
void qemu_plugin_register_atexit_cb(PluginId id, void (*call)(PluginId, void*),
                                    void* data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb* block);

#define EXPORT __attribute__((visibility("default")))

EXPORT int qemu_plugin_version = 1;

static uint64_t count;
static char path[4096];

static void translated(PluginId id, struct qemu_plugin_tb* block) {
  (void)id;
  qemu_plugin_register_vcpu_tb_exec_inline(block, kAddU64, &count,
                                           qemu_plugin_tb_n_insns(block));
}

static void finished(PluginId id, void* data) {
  (void)id;
  (void)data;
  FILE* file = fopen(path, "w");
  if (file == NULL) return;
  fprintf(file, "%" PRIu64 "\n", count);
  fclose(file);
}

EXPORT int qemu_plugin_install(PluginId id, const void* info, int argc,
                               char** argv) {
  (void)info;
  const char* name = "to=";
  if (argc != 1 || strncmp(argv[0], name, strlen(name)) != 0) return 1;
  snprintf(path, sizeof(path), "%s", argv[0] + strlen(name));
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  qemu_plugin_register_atexit_cb(id, finished, NULL);
  return 0;
}
