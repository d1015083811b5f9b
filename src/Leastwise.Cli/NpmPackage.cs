using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;

namespace Leastwise.Cli;

/// <summary>An npm package, fetched by the user's own npm client with its settings and unpacked into a folder that goes when this is disposed.</summary>
internal sealed class NpmPackage : IDisposable
{
    private readonly DirectoryInfo temporary = Directory.CreateTempSubdirectory("leastwise-npm-");

    private NpmPackage()
    {
    }

    /// <summary>The unpacked package.</summary>
    public string Folder => Path.Combine(temporary.FullName, "package");

    /// <summary>Fetches the newest version.</summary>
    /// <exception cref="UsageException">There is no npm client.</exception>
    /// <exception cref="RemoteException">The client could not fetch the package.</exception>
    public static async Task<NpmPackage> FetchAsync(string name, CancellationToken cancellation)
    {
        var package = new NpmPackage();
        try
        {
            await package.PackAsync(name, cancellation);
            await package.UnpackAsync(name, cancellation);
            return package;
        }
        catch
        {
            package.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => temporary.Delete(recursive: true);

    private async Task PackAsync(string name, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["pack", name, "--silent"])
        {
            UseShellExecute = false,
            WorkingDirectory = temporary.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process npm = Process.Start(start) ?? throw new Win32Exception();
            Task<string> output = npm.StandardOutput.ReadToEndAsync(cancellation);
            Task<string> error = npm.StandardError.ReadToEndAsync(cancellation);
            try
            {
                await npm.WaitForExitAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                npm.Kill(entireProcessTree: true);
                throw;
            }

            await output;
            if (npm.ExitCode != 0)
            {
                string said = (await error).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? $": {first}" : "";
                throw new RemoteException($"'npm pack {name}' ended with {npm.ExitCode}{said.TrimEnd('.')}. Fetch and unpack the package yourself and name its folder with --from.");
            }
        }
        catch (Win32Exception)
        {
            throw new UsageException("There is no program 'npm' here to fetch the package with. Install Node.js, or unpack the package yourself and name its folder with --from.");
        }
    }

    private async Task UnpackAsync(string name, CancellationToken cancellation)
    {
        try
        {
            string archive = temporary.GetFiles("*.tgz") is [var only] ? only.FullName : throw new InvalidDataException("no archive was written");
            await using FileStream packed = File.OpenRead(archive);
            await using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
            await TarFile.ExtractToDirectoryAsync(unpacked, temporary.FullName, overwriteFiles: false, cancellation);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new RemoteException($"What 'npm pack {name}' fetched cannot be unpacked ({exception.Message.TrimEnd('.')}). Unpack the package yourself and name its folder with --from.");
        }
    }
}
