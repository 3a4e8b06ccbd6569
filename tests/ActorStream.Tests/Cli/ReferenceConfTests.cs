using System.Globalization;
using System.Reflection;
using ActorStream.Cli;
using ActorStream.Cli.Hocon;
using ActorStream.Connectors;
using ActorStream.Node;
using ActorStream.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace ActorStream.Tests.Cli;

/// <summary>hocon/reference.conf and the options records say the same.</summary>
public sealed class ReferenceConfTests
{
    private static readonly Dictionary<string, object> Sections = new()
    {
        ["engine"] = new StreamOptions { Registry = new ConnectorRegistry() },
        ["checkpoint-store"] = new CheckpointStoreOptions(),
        ["rest"] = new RestOptions(),
        ["secrets"] = new SecretOptions(),
        ["logging"] = new LoggingOptions(),
    };

    [Fact]
    public void EveryOptionStandsInTheFileWithItsDefault()
    {
        var reader = new HoconReader(Load("reference.conf"));
        foreach ((string section, object defaults) in Sections)
        {
            object bound = Activator.CreateInstance(defaults.GetType())!;
            typeof(OptionsBinder).GetMethod(nameof(OptionsBinder.Bind))!.MakeGenericMethod(defaults.GetType())
                .Invoke(null, [bound, reader, "actorstream." + section]);
            foreach ((string key, PropertyInfo property) in OptionsBinder.Keys(defaults.GetType()))
            {
                string path = $"actorstream.{section}.{key}";
                Assert.True(IsWritten(path), $"{path} is not in reference.conf");
                Assert.Equal(Text(property.GetValue(defaults)), Text(property.GetValue(bound)));
            }
        }
    }

    [Fact]
    public void EveryKeyOfTheFileIsAnOption()
    {
        HashSet<string> known =
            [.. Sections.SelectMany(s => OptionsBinder.Keys(s.Value.GetType()).Select(k => $"actorstream.{s.Key}.{k.Key}"))];
        foreach (string file in SourceTree.Files("hocon", ".conf").Select(static f => Path.GetFileName(f)!))
        {
            foreach ((string key, string? value) in Load(file).AsEnumerable())
            {
                string path = key.Replace(':', '.');
                bool isSection = known.Any(k => k.StartsWith(path + ".", StringComparison.Ordinal));
                Assert.True(isSection
                    || known.Any(k => path == k || path.StartsWith(k + ".", StringComparison.Ordinal)), $"{file}: {path} is no option");
            }
        }
    }

    [Fact]
    public void TheRestServersDefaultIsTheSame() => Assert.Equal(new RestServerOptions().Port, new RestOptions().Port);

    [Theory]
    [InlineData("local")]
    [InlineData("dev")]
    [InlineData("test")]
    [InlineData("prod")]
    [InlineData("cluster")]
    public void EveryProfileCanBeChosen(string profile)
    {
        var terminal = new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null);
        var composition = new Composition(terminal, profile, file: null, localDirectory: null);
        StreamOptions options = composition.EngineOptions(withCheckpoints: false, new Dictionary<string, string>());
        Assert.NotNull(options.DefaultCheckpointInterval);
    }

    private static bool IsWritten(string path) => Load("reference.conf").AsEnumerable().Any(e => e.Key == path.Replace('.', ':')
        || e.Key.StartsWith(path.Replace('.', ':') + ":", StringComparison.Ordinal));

    private static IConfigurationRoot Load(string file)
    {
        var source = new HoconConfigurationSource { EnvironmentVariable = static _ => null };
        source.AddFile(Path.Combine(SourceTree.Root, "hocon", file));
        return new ConfigurationBuilder().Add(source).Build();
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        IEnumerable<string> texts => string.Join(",", texts),
        IReadOnlyDictionary<string, string> map => string.Join(",", map),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
