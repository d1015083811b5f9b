using Leastwise.Samples;

if (args is ["large", var size, var file] && int.TryParse(size, out int principals) && principals > 0)
{
    LargeAccount.Write(principals, file);
    return 0;
}

if (args is not [var folder])
{
    Console.Error.WriteLine("Usage: dotnet run --project tools/Leastwise.Samples -c Release -- FOLDER");
    Console.Error.WriteLine("Writes the sample account into FOLDER anew, for example samples/acme.");
    Console.Error.WriteLine("       ... -- large PRINCIPALS FILE");
    Console.Error.WriteLine("Writes the details of a large account, for measuring.");
    return 2;
}

var (files, events) = SampleAccount.Write(folder);
Console.Error.WriteLine($"{files} files with {events} records written to {folder}.");
return 0;
