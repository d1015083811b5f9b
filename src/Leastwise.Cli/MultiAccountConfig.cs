using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Leastwise.Cli;

/// <summary>An account of a list.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Id">Twelve digits.</param>
internal sealed record ListedAccount(string Name, string Id);

/// <summary>Cloudsplaining's multi-account file: <c>accounts:</c> with a name and a number each.</summary>
internal static class MultiAccountConfig
{
    /// <summary>The accounts, in the file's order.</summary>
    /// <exception cref="UsageException">It cannot be read, or an account in it cannot be used.</exception>
    public static ImmutableArray<ListedAccount> Read(string path)
    {
        var yaml = new YamlStream();
        try
        {
            using StreamReader text = File.OpenText(path);
            yaml.Load(text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(File.Exists(path) ? $"{path}: the file cannot be read ({exception.Message.TrimEnd('.')})." : $"{path}: there is no such file; 'leastwise create-multi-account-config-file' writes one to start from.");
        }
        catch (YamlException broken)
        {
            throw new UsageException($"{path}:{broken.Start.Line}:{broken.Start.Column}: this is not YAML ({broken.Message.TrimEnd('.')}).");
        }

        var accounts = ImmutableArray.CreateBuilder<ListedAccount>();
        if (yaml.Documents is [{ RootNode: YamlMappingNode root }, ..] && root.Children.TryGetValue(new YamlScalarNode("accounts"), out YamlNode? list) && list is YamlMappingNode mapping)
        {
            foreach ((YamlNode key, YamlNode value) in mapping.Children)
            {
                // As written: read as a number, one with leading zeros would be another.
                string name = (key as YamlScalarNode)?.Value ?? "", id = (value as YamlScalarNode)?.Value ?? "";
                if (id.Length != 12 || !id.All(char.IsAsciiDigit))
                {
                    throw new UsageException($"{path}:{value.Start.Line}: the account '{name}' has the number '{id}'; an account's number has twelve digits.");
                }

                if (accounts.FirstOrDefault(one => one.Id == id) is { } same)
                {
                    throw new UsageException($"{path}:{value.Start.Line}: the account {id} is here twice, as '{same.Name}' and '{name}'.");
                }

                accounts.Add(new ListedAccount(name, id));
            }
        }

        return accounts.Count > 0 ? accounts.ToImmutable() : throw new UsageException($"{path}: no accounts in it; list them under 'accounts:' as NAME: NUMBER.");
    }
}
