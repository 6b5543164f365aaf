// Leaf sheets of the parts that only this page draws; the base sheets are the entry's.
import '@mantine/core/styles/Table.layer.css';
import '@mantine/core/styles/DataList.layer.css';
import '@mantine/core/styles/Checkbox.layer.css';
import '@mantine/core/styles/Progress.layer.css';
