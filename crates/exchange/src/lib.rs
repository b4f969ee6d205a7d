//! Files in and out, each parser bounded and in a child process
