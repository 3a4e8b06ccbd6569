using System.Diagnostics;

namespace ActorStream.IntegrationTests.Support;

/// <summary>A file system of some hundred kilobytes, so that tests can fill it up.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    /// <summary>Why there can be none here, or null.</summary>
    public static string? Missing { get; } =
        !OperatingSystem.IsLinux() ? "tmpfs is Linux's."
        : !Machine.IsRoot ? "Only root may mount a file system."
        : Probe();

    public string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler");

    public static SmallDisk Mount(int sizeKilobytes)
    {
        string folder = Machine.NewFolder("disk");
        Run("mount", "-t", "tmpfs", "-o", $"size={sizeKilobytes}k", "tmpfs", folder);
        return new SmallDisk(folder);
    }

    /// <summary>Takes all room but some.</summary>
    public void Fill(int leftKilobytes)
    {
        using FileStream file = File.Create(Filler);
        long free = new DriveInfo(Folder).AvailableFreeSpace;
        file.Write(new byte[Math.Max(0, free - leftKilobytes * 1024)]);
    }

    /// <summary>Gives it back.</summary>
    public void MakeRoom() => File.Delete(Filler);

    public void Dispose() => Run("umount", "-l", Folder);

    private static string? Probe()
    {
        try
        {
            Mount(64).Dispose();
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program}: {error}");
    }
}

/// <summary>A test that needs a <see cref="SmallDisk"/>.</summary>
internal sealed class RequiresSmallDiskFactAttribute : FactAttribute
{
    public RequiresSmallDiskFactAttribute() => Skip = SmallDisk.Missing;
}
