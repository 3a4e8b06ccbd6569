using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ActorStream.IntegrationTests.Support;

/// <summary>A certificate authority of the test's own and a server's certificate from it, made out to <c>localhost</c> only, in PEM
/// files.</summary>
internal sealed class TlsFiles
{
    private TlsFiles(string folder)
    {
        Authority = Path.Combine(folder, "authority.pem");
        Certificate = Path.Combine(folder, "server.pem");
        Key = Path.Combine(folder, "server.key");
    }

    public string Authority { get; }

    public string Certificate { get; }

    public string Key { get; }

    /// <summary>Makes them; the key can be read by its owner only, as servers ask for.</summary>
    public static TlsFiles Make(string folder, string authority = "Test authority")
    {
        var files = new TlsFiles(folder);
        DateTimeOffset from = TimeProvider.System.GetUtcNow().AddDays(-1);
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest($"CN={authority}", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 root = authorityRequest.CreateSelfSigned(from, from.AddDays(30));
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 server = request.Create(root, from, from.AddDays(30), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(files.Authority, root.ExportCertificatePem());
        File.WriteAllText(files.Certificate, server.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(files.Key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return files;
    }
}
