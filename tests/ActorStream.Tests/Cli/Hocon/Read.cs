using ActorStream.Cli.Hocon;
using Microsoft.Extensions.Configuration;

namespace ActorStream.Tests.Cli.Hocon;

/// <summary>Reads HOCON through the configuration provider and renders it on one line: <c>a=1; b:0=x</c>.</summary>
internal static class Read
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    public static string Flat(string text, Dictionary<string, string>? environment = null, HoconLimits? limits = null) =>
        Render(Configuration(text, environment, limits));

    public static HoconException Error(string text, HoconLimits? limits = null) =>
        Assert.Throws<HoconException>(() => Flat(text, null, limits));

    public static IConfigurationRoot Configuration(string text, Dictionary<string, string>? environment = null, HoconLimits? limits = null)
    {
        var source = new HoconConfigurationSource
        {
            EnvironmentVariable = name => (environment ?? NoEnvironment).GetValueOrDefault(name),
            Limits = limits ?? HoconLimits.Default,
        };
        return new ConfigurationBuilder().Add(source.AddText("t.conf", text)).Build();
    }

    public static string Files(string folder, string file)
    {
        var source = new HoconConfigurationSource { EnvironmentVariable = static _ => null };
        return Render(new ConfigurationBuilder().Add(source.AddFile(Path.Combine(folder, file))).Build());
    }

    private static string Render(IConfigurationRoot configuration)
    {
        var lines = new List<string>();
        foreach (IConfigurationSection child in configuration.GetChildren()) Add(child, lines);
        return string.Join("; ", lines);
    }

    private static void Add(IConfigurationSection section, List<string> lines)
    {
        IConfigurationSection[] children = [.. section.GetChildren()];
        if (children.Length == 0) lines.Add($"{section.Path}={section.Value ?? "<null>"}");
        foreach (IConfigurationSection child in children) Add(child, lines);
    }
}
