"""What the system's refusals are called in Chinese. The set-up uses it: nothing but the standard library."""

import errno

WORDS = {
    errno.ENOENT: "文件不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ELOOP: "链接绕成了圈",
    errno.ENOTDIR: "上一级不是文件夹",
    errno.EEXIST: "那里已经有别的文件",
    errno.EISDIR: "是一个文件夹",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "磁盘只能读",
}


def why(error: OSError) -> str:
    """Why the system does not give, make or change a file."""
    return WORDS.get(error.errno or 0, f"系统错误 {error.errno}")
