using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ActorStream.Connectors.FileSystem;

/// <summary>What is no regular file: opening a pipe would wait for its writer, and a device may have no end.</summary>
internal static partial class FileKind
{
    private const int CurrentDirectory = -100, TypeMask = 1, ModeAt = 28, StatusBytes = 256;

    /// <summary>What a path names, where it is neither a regular file nor absent; null also where the system cannot say.</summary>
    public static string? Of(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        byte[] status = new byte[StatusBytes];
        try
        {
            if (Status(CurrentDirectory, path, 0, TypeMask, status) != 0) return null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
        return (BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(ModeAt)) & 0xF000) switch
        {
            0x1000 => "a named pipe",
            0x2000 => "a character device",
            0x4000 => "a directory",
            0x6000 => "a block device",
            0xC000 => "a socket",
            _ => null,
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int directory, string path, int flags, uint mask, [Out] byte[] status);
}
