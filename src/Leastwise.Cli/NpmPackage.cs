using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using Leastwise.Remote;

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

    /// <summary>Fetches a package: its newest version, or with a version behind an at sign the newest of that.</summary>
    /// <param name="name">The package as npm takes it.</param>
    /// <param name="option">The option that names it where it lies here already, for messages.</param>
    /// <param name="cancellation">Ends the npm client.</param>
    /// <exception cref="UsageException">There is no npm client.</exception>
    /// <exception cref="RemoteException">The client could not fetch the package.</exception>
    public static async Task<NpmPackage> FetchAsync(string name, string option, CancellationToken cancellation)
    {
        var package = new NpmPackage();
        try
        {
            await package.PackAsync(name, option, cancellation);
            string archive = package.temporary.GetFiles("*.tgz") is [var only] ? only.FullName : throw new InvalidDataException("no archive was written");
            await package.UnpackAsync(archive, cancellation);
            return package;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            package.Dispose();
            throw new RemoteException($"What 'npm pack {name}' fetched cannot be unpacked ({exception.Message.TrimEnd('.')}). Unpack the package yourself and name its folder with {option}.", exception);
        }
        catch
        {
            package.Dispose();
            throw;
        }
    }

    /// <summary>Unpacks an archive that <c>npm pack</c> wrote.</summary>
    /// <exception cref="InputException">The file is no such archive.</exception>
    public static async Task<NpmPackage> OpenAsync(string archive, CancellationToken cancellation)
    {
        var package = new NpmPackage();
        try
        {
            await package.UnpackAsync(archive, cancellation);
            return Directory.Exists(package.Folder) ? package : throw new InvalidDataException("it holds no folder 'package'");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            package.Dispose();
            throw new InputException($"{archive}: this is no archive of an npm package ({exception.Message.TrimEnd('.')}).");
        }
        catch
        {
            package.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => temporary.Delete(recursive: true);

    private async Task PackAsync(string name, string option, CancellationToken cancellation)
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
                throw new RemoteException($"'npm pack {name}' ended with {npm.ExitCode}{said.TrimEnd('.')}. Fetch the package yourself and name its archive or folder with {option}.");
            }
        }
        catch (Win32Exception)
        {
            throw new UsageException($"There is no program 'npm' here to fetch {name} with. Install Node.js, or fetch the package elsewhere and name its archive or folder with {option}.");
        }
    }

    private async Task UnpackAsync(string archive, CancellationToken cancellation)
    {
        await using FileStream packed = File.OpenRead(archive);
        await using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(unpacked, temporary.FullName, overwriteFiles: false, cancellation);
    }
}
