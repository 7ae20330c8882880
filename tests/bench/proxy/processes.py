# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs pinned to cores, their CPU clocks and memory."""
import ctypes, os, signal, socket, subprocess, time

PROXY_CORE, LOAD_CORE = "0", "1"
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)


def die_with_parent():
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Process:
    """A program pinned to a core that ends with this script."""

    def __init__(self, core, command, directory, **more):
        self.log = open(os.path.join(directory, os.path.basename(command[0]) + ".log"), "ab")
        streams = dict(stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        streams.update(more)
        self.popen = subprocess.Popen(["taskset", "-c", core] + command, preexec_fn=die_with_parent, **streams)

    def family(self):
        pids, left = [], [self.popen.pid]
        while left:
            pid = left.pop()
            pids.append(pid)
            try:
                with open(f"/proc/{pid}/task/{pid}/children") as children:
                    left += [int(child) for child in children.read().split()]
            except OSError:
                pass
        return pids

    def cpu_seconds(self):
        # clock_getcpuclockid(3): the CPU clock of another process.
        return sum(time.clock_gettime_ns((~pid << 3) | 2) for pid in self.family()) / 1e9

    def private_bytes(self):
        """Proportional set size: what the program costs beside what it shares."""
        total = 0
        for pid in self.family():
            with open(f"/proc/{pid}/smaps_rollup") as rollup:
                total += next(int(line.split()[1]) for line in rollup if line.startswith("Pss:")) * 1024
        return total

    def stop(self):
        for pid in reversed(self.family()):
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        self.popen.wait()
        self.log.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    deadline = time.monotonic() + 15
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise SystemExit(f"nothing listens on port {port}")
            time.sleep(0.02)


def write(path, text):
    with open(path, "w", newline="") as file:
        file.write(text)
    return path


def foreign_load(seconds=0.5):
    """How many cores others use now: what is measured beside them is noise."""
    def busy():
        with open("/proc/stat") as stat:
            fields = [int(word) for word in stat.readline().split()[1:9]]
        return sum(fields) - fields[3] - fields[4]
    before = busy()
    time.sleep(seconds)
    return (busy() - before) / os.sysconf("SC_CLK_TCK") / seconds
