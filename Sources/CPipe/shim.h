#ifndef DESKRELAY_CPIPE_H
#define DESKRELAY_CPIPE_H

#include <fcntl.h>
#include <unistd.h>

#ifdef __linux__
// Swift's Glibc module leaves out what glibc declares under _GNU_SOURCE alone.
extern int pipe2(int ends[2], int flags);

static inline int relay_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
#else
static inline int relay_pipe(int ends[2]) {
    if (pipe(ends) != 0) return -1;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return 0;
}
#endif

#endif
